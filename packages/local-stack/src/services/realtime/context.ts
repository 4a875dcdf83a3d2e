import type { Logger } from "../../service.ts";
import type { Authorizer } from "./authorizer.ts";
import type { PostgresChanges } from "./changes/postgres-changes.ts";
import type { CredentialReader, Credentials } from "./credentials.ts";
import type { Hub } from "./hub.ts";
import type { RealtimeLimits, SecondCounter } from "./limits.ts";
import type { ProtocolVersion } from "./messages.ts";
import type { RateMeter } from "./rates.ts";
import type { MessageHistory } from "./replay.ts";
import type { Replication } from "./replication.ts";

/** What every connection of one service shares. */
export interface RealtimeContext {
  hub: Hub;
  authorizer: Authorizer;
  credentials: CredentialReader;
  replication: Pick<Replication, "whenStreaming">;
  limits: RealtimeLimits;
  joins: SecondCounter;
  rates: { events: RateMeter; presence: RateMeter };
  history: MessageHistory;
  changes: PostgresChanges;
  log: Logger;
}

/** One websocket, as its channels see it. */
export interface Connection {
  readonly version: ProtocolVersion;
  /**
   * Whoever the API key of the handshake names; channels without a token of their own speak as it.
   */
  readonly credentials: Credentials;
  /** The API key itself. */
  readonly token: string;
  /** The `x-*` headers of the handshake, which policies may read. */
  readonly headers: Record<string, string>;
  readonly channelCount: number;
  readonly isOpen: boolean;
  send(data: string | Buffer, isBinary?: boolean): void;
}
