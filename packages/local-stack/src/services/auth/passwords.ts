import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/bcrypt";
import { createQueue } from "./queue.ts";

/** GoTrue's cost: about 60 ms on a core of 2025. */
export const PASSWORD_COST = 10;

/** The least that bcrypt has: for accounts that are thrown away with their database. */
export const THROWAWAY_PASSWORD_COST = 4;

/** bcrypt reads no further than this. */
export const MAX_PASSWORD_BYTES = 72;

/**
 * Hashing runs on libuv's threads, of which a process has four for files, name look-ups and
 * everything else: only this many are taken, the rest of a burst waits in line.
 */
const THREADS = 2;

export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Takes as long without a hash as with one, so that the time does not tell whether an account
   * exists.
   */
  verify(password: string, hash: string | null | undefined): Promise<boolean>;
}

export function isTooLong(password: string): boolean {
  return Buffer.byteLength(password, "utf8") > MAX_PASSWORD_BYTES;
}

export function createPasswords(cost: number): Passwords {
  const inTurn = createQueue(THREADS);
  // The hash of something nobody knows, compared with where there is no real one. It is computed
  // rather than written down: bcrypt answers at once when a hash is not well-formed.
  let nobodysHash: Promise<string> | undefined;

  return {
    async hash(password) {
      const hashed = await inTurn(() => hash(password, cost));
      // pgcrypto's crypt() and GoTrue write `2a`; `2b` is the same computation under a newer name.
      return hashed.replace(/^\$2b\$/, "$2a$");
    },
    async verify(password, stored) {
      nobodysHash ??= inTurn(() => hash(randomBytes(32), cost));
      const comparable = stored && !isTooLong(password) ? stored : await nobodysHash;
      const matches = await inTurn(() => verify(password, comparable));
      return matches && comparable === stored;
    },
  };
}
