import type pg from "pg";
import { z } from "zod";
import type { Logger } from "../../service.ts";
import { type Outcome, type OutgoingRequest, sendRequest } from "./send-request.ts";

const requestSchema = z
  .object({
    id: z.string(),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string().nullable()).nullable(),
    body: z.instanceof(Buffer).nullable(),
    timeout_milliseconds: z.int(),
  })
  .transform(({ id, method, headers, timeout_milliseconds, ...rest }) => ({
    id,
    request: {
      ...rest,
      method: method.toUpperCase(),
      headers: Object.fromEntries(
        Object.entries(headers ?? {}).map(([name, value]) => [name, value ?? ""]),
      ),
      timeoutMs: timeout_milliseconds,
    } satisfies OutgoingRequest,
  }));

const MAX_IN_FLIGHT = 100;
/** Announcements may be missed while the connection is made anew; this is how late a request is then. */
const LOOK_EVERY_MS = 10_000;
/** pg_net.ttl */
const KEPT_FOR = "6 hours";

/** Sends what is in `net.http_request_queue` and keeps the answers in `net._http_response`. */
export class NetRunner {
  readonly #records: pg.Pool;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #lookAgain = false;

  constructor(records: pg.Pool, log: Logger) {
    this.#records = records;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Takes and sends what is queued. */
  look(): void {
    if (this.#isLooking || this.#stopping.signal.aborted) {
      this.#lookAgain = true;
      return;
    }
    this.#isLooking = true;
    void this.#takeAll().finally(() => {
      this.#isLooking = false;
      if (this.#lookAgain) {
        this.#lookAgain = false;
        this.look();
      }
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await Promise.all(this.#inFlight);
  }

  async #takeAll(): Promise<void> {
    try {
      if (!(await this.#isInstalled())) return;
      await this.#records.query(
        "delete from net._http_response where created < now() - $1::interval",
        [KEPT_FOR],
      );
      for (;;) {
        const free = MAX_IN_FLIGHT - this.#inFlight.size;
        if (free <= 0 || this.#stopping.signal.aborted) return;
        const taken = await this.#take(free);
        for (const { id, request } of taken) this.#send(id, request);
        if (taken.length < free) return;
      }
    } catch (error) {
      this.#log.debug({ err: error }, "the queue of pg_net cannot be read");
    }
  }

  async #isInstalled(): Promise<boolean> {
    const { rows } = await this.#records.query<{ exists: boolean }>(
      "select to_regclass('net.http_request_queue') is not null as exists",
    );
    return rows[0]?.exists ?? false;
  }

  /** A request is taken for good before it is sent, as pg_net does: sent at most once. */
  async #take(limit: number) {
    const { rows } = await this.#records.query(
      `delete from net.http_request_queue
       where id in (select id from net.http_request_queue order by id limit $1)
       returning id, method, url, headers, body, timeout_milliseconds`,
      [limit],
    );
    return z.array(requestSchema).parse(rows);
  }

  #send(id: string, request: OutgoingRequest): void {
    const work = sendRequest(request, this.#stopping.signal)
      .then((outcome) => this.#keep(id, outcome))
      .catch((error: unknown) => {
        this.#log.debug({ err: error, request: id }, "an answer could not be kept");
      })
      .finally(() => {
        const wasFull = this.#inFlight.size >= MAX_IN_FLIGHT;
        this.#inFlight.delete(work);
        if (wasFull) this.look();
      });
    this.#inFlight.add(work);
  }

  async #keep(id: string, outcome: Outcome): Promise<void> {
    const values =
      outcome.kind === "answered"
        ? [
            id,
            outcome.status,
            outcome.contentType,
            JSON.stringify(outcome.headers),
            outcome.content,
            false,
            null,
          ]
        : [id, null, null, null, null, outcome.timedOut, outcome.message];
    await this.#records.query(
      `insert into net._http_response
         (id, status_code, content_type, headers, content, timed_out, error_msg)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      values,
    );
  }
}
