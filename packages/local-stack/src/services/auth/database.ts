import { z } from "zod";
import type { DatabaseAddress, Logger } from "../../service.ts";
import { openSqlPool, type SqlPool } from "../sql.ts";

export type { Sql } from "../sql.ts";
export type AuthDatabase = SqlPool;

const LATEST_MS = 8.64e15;

/**
 * A timestamp column. Infinity, as in a ban without end, becomes the last moment that a Date has.
 */
export const timestamp = z
  .preprocess(
    (value) =>
      value === Infinity || value === -Infinity ? new Date(Math.sign(value) * LATEST_MS) : value,
    z.date(),
  )
  .nullable();

export function openDatabase(address: DatabaseAddress, log: Logger): AuthDatabase {
  return openSqlPool(address, log, { application_name: "auth", statement_timeout: 15_000 });
}
