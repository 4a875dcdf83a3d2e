import type { Logger } from "../../service.ts";
import type { Tokens } from "../../tokens.ts";
import type { ByteStore } from "./bytes.ts";
import type { StorageDatabase } from "./database.ts";

/** What every part of the Storage server works with. */
export interface StorageContext {
  database: StorageDatabase;
  bytes: ByteStore;
  tokens: Tokens;
  /** How many bytes an object may have in any bucket. */
  sizeLimit: number;
  log: Logger;
}
