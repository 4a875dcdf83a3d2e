import type { Logger } from "../../service.ts";
import type { Authorizer } from "./authorizer.ts";
import type { CredentialReader, Credentials } from "./credentials.ts";
import type { Hub } from "./hub.ts";
import type { RealtimeLimits, SecondCounter } from "./limits.ts";
import type { ProtocolVersion } from "./messages.ts";
import type { Replication } from "./replication.ts";

/** What every connection of one service shares. */
export interface RealtimeContext {
  hub: Hub;
  authorizer: Authorizer;
  credentials: CredentialReader;
  replication: Pick<Replication, "whenStreaming">;
  limits: RealtimeLimits;
  joins: SecondCounter;
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
