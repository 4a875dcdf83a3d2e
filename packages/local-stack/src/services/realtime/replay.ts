import pg from "pg";
import { z } from "zod";
import type { DatabaseAddress, Logger } from "../../service.ts";
import type { JsonObject, UserBroadcast } from "./messages.ts";

/** A message that was sent earlier; its payload is as PostgreSQL prints it, never parsed here. */
export interface ReplayedMessage extends Omit<UserBroadcast, "topic"> {
  id: string;
  meta: string;
}

/** What a client asks for: the newest messages since a moment (milliseconds since 1970). */
export interface ReplayRequest {
  since: number;
  limit: number;
}

const mostMessages = 25;
// The years 1 to 9999: other moments are no timestamps.
const earliestMoment = -62_135_596_800_000;
const latestMoment = 253_402_300_799_999;

const requestSchema = z.object({
  since: z.int().min(earliestMoment).max(latestMoment),
  limit: z
    .int()
    .nullish()
    .transform((limit) => Math.min(mostMessages, Math.max(1, limit ?? mostMessages))),
});

/** Undefined when the request is not one. */
export function readReplayRequest(replay: JsonObject): ReplayRequest | undefined {
  return requestSchema.safeParse(replay).data;
}

const replayText = `
  select id::text, event, payload::text, binary_payload
  from realtime.messages
  where topic = $1 and private and extension = 'broadcast'
    and inserted_at >= to_timestamp($2::double precision / 1000) at time zone 'utc'
    -- The partitions of the days ahead are empty.
    and inserted_at < (now() at time zone 'utc') + interval '1 minute'
    and event is not null and (payload is not null or binary_payload is not null)
  -- Messages of one transaction share their time: where they lie tells their order.
  order by inserted_at desc, ctid desc
  limit $3`;

interface MessageRow {
  id: string;
  event: string;
  payload: string | null;
  binary_payload: Buffer | null;
}

// More transactions than can be between their commit and the moment others see it.
const rememberedTransactions = 64;

/** Reads earlier messages of private topics; who may read them is judged before. */
export class MessageHistory {
  readonly #pool: pg.Pool;
  #sentBy: number[] = [];

  constructor(database: DatabaseAddress, log: Logger) {
    this.#pool = new pg.Pool({
      ...database,
      max: 2,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 5_000,
      options: "-c timezone=UTC",
      application_name: "realtime replay",
    });
    this.#pool.on("error", (error) => log.debug({ err: error }, "an idle connection was lost"));
  }

  /** Remembers whose messages replication has told of. */
  sent(xid: number): void {
    if (this.#sentBy.at(-1) === xid) return;
    this.#sentBy.push(xid);
    if (this.#sentBy.length > rememberedTransactions) this.#sentBy.shift();
  }

  /**
   * The newest messages, oldest first; among them all that rooms were sent before this call, for
   * replication tells of a commit a moment before the tables show it.
   */
  async read(topic: string, { since, limit }: ReplayRequest): Promise<ReplayedMessage[]> {
    await this.#pool.query(
      "select realtime.await_visibility(xid) from unnest($1::bigint[]) as t (xid)",
      [this.#sentBy],
    );
    const { rows } = await this.#pool.query<MessageRow>(replayText, [topic, since, limit]);
    return rows.reverse().map(({ id, event, payload, binary_payload: binary }) => ({
      id,
      event,
      encoding: binary === null ? "json" : "binary",
      payload: binary ?? Buffer.from(payload ?? "null"),
      meta: JSON.stringify({ id, replayed: true }),
    }));
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }
}
