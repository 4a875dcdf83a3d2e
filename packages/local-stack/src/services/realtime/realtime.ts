import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { StackConfig } from "../../config.ts";
import type { DatabaseAddress, Health, Logger, UpgradeService } from "../../service.ts";
import type { Claims, Tokens } from "../../tokens.ts";
import { type Authorizer, createAuthorizer } from "./authorizer.ts";
import { PostgresChanges } from "./changes/postgres-changes.ts";
import type { RealtimeContext } from "./context.ts";
import { createCredentialReader } from "./credentials.ts";
import { type Handshake, HandshakeRefusal, readHandshake, refuseUpgrade } from "./handshake.ts";
import { answer } from "./http.ts";
import { Hub } from "./hub.ts";
import { Janitor } from "./janitor.ts";
import { defaultLimits, type RealtimeLimits, SecondCounter } from "./limits.ts";
import { isMessagesPartition, publishMessageRow } from "./message-row.ts";
import { RateMeter } from "./rates.ts";
import { MessageHistory } from "./replay.ts";
import { Replication } from "./replication.ts";
import { RealtimeSocket } from "./socket.ts";

export interface RealtimeOptions {
  /** Every upgrade is refused when it says so. */
  config?: StackConfig["realtime"];
  /** As `supabase_admin`: may follow replication and act as any role while it asks the policies. */
  database: DatabaseAddress;
  tokens: Tokens;
  /** Turns `sb_publishable_…` and `sb_secret_…` keys into the claims of their role. */
  resolveApiKey: (key: string) => Claims | undefined;
  log: Logger;
  limits?: Partial<RealtimeLimits>;
}

const messagesPublication = "supabase_realtime_messages_publication";
// Not forever: creating the slot waits for write transactions that are already running.
const startPatienceMs = 10_000;
const longestSweepMs = 5_000;
const closePatienceMs = 1_000;

/** Supabase Realtime for one project: broadcast, presence, and messages from the database. */
export function createRealtime(options: RealtimeOptions): UpgradeService {
  const { log, database } = options;
  const limits: RealtimeLimits = { ...defaultLimits, ...options.limits };
  const hub = new Hub();
  const sockets = new Set<RealtimeSocket>();
  const credentials = createCredentialReader(options.tokens, options.resolveApiKey);
  const janitor = new Janitor({ database, log });
  let xid = 0;
  const replication = new Replication({
    database,
    log,
    name: "messages",
    publication: messagesPublication,
    createPublication: `create publication ${messagesPublication}
      for table realtime.messages with (publish = 'insert')`,
    onMessage: (message, relation) => {
      if (message.kind === "begin") xid = message.xid;
      if (message.kind !== "insert" || relation === undefined) return;
      if (!isMessagesPartition(relation)) return;
      context?.history.sent(xid);
      publishMessageRow(hub, relation, message.row);
    },
  });
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
  });
  let context: RealtimeContext | undefined;
  let authorizer: Authorizer | undefined;
  let sweep: NodeJS.Timeout | undefined;

  function accept(running: RealtimeContext, websocket: WebSocket, handshake: Handshake): void {
    const socket = new RealtimeSocket(running, websocket, handshake);
    sockets.add(socket);
    websocket.once("close", () => sockets.delete(socket));
  }

  async function dismissSockets(): Promise<void> {
    for (const socket of sockets) socket.dismiss();
    const deadline = Date.now() + closePatienceMs;
    while (sockets.size > 0 && Date.now() < deadline) await sleep(10);
    for (const socket of sockets) socket.terminate();
  }

  return {
    name: "realtime",

    async start() {
      if (context !== undefined) return;
      authorizer = createAuthorizer(database, log);
      const history = new MessageHistory(database, log);
      const changes = new PostgresChanges({
        database,
        log,
        limits,
        rate: new RateMeter(limits.maxEventsPerSecond),
      });
      const joins = new SecondCounter();
      const rates = {
        events: new RateMeter(limits.maxEventsPerSecond),
        presence: new RateMeter(limits.maxPresenceEventsPerSecond),
      };
      context = {
        ...{ hub, authorizer, credentials, replication, limits, log },
        ...{ history, changes, joins, rates },
      };
      await Promise.all([janitor.start(), changes.start()]);
      replication.start();
      sweep = setInterval(
        () => {
          const now = Date.now();
          for (const socket of sockets) socket.closeIfIdle(now);
        },
        Math.min(longestSweepMs, limits.idleTimeoutMs / 4),
      );
      sweep.unref();
      if (!(await replication.whenStreaming(startPatienceMs))) {
        log.warn("realtime runs, but messages from the database do not arrive yet");
      }
    },

    async stop() {
      if (context === undefined) return;
      const { changes, history } = context;
      context = undefined;
      clearInterval(sweep);
      await dismissSockets();
      await Promise.all([
        replication.stop(),
        janitor.stop(),
        authorizer?.stop(),
        changes.stop(),
        history.stop(),
      ]);
    },

    health(): Health {
      if (context === undefined) return "stopped";
      return replication.isStreaming ? "healthy" : "unhealthy";
    },

    async fetch(request) {
      if (context === undefined) return Response.json({ message: "Stopped" }, { status: 503 });
      return answer(context, request);
    },

    upgrade(request, socket, head) {
      const running = context;
      const onError = () => socket.destroy();
      socket.on("error", onError);
      const refuse = (error: unknown) => {
        const isRefusal = error instanceof HandshakeRefusal;
        if (!isRefusal) log.error({ err: error }, "a websocket upgrade failed");
        const refusal = isRefusal
          ? error
          : new HandshakeRefusal(500, "Error connecting to Realtime");
        if (limits.refusalDelayMs === 0) refuseUpgrade(socket, refusal);
        else setTimeout(refuseUpgrade, limits.refusalDelayMs, socket, refusal).unref();
      };
      if (running === undefined || options.config?.enabled === false) {
        refuse(new HandshakeRefusal(403, "Realtime was disabled for this tenant"));
        return;
      }
      if (sockets.size >= limits.maxSockets) {
        refuse(new HandshakeRefusal(429, "Too many connected users"));
        return;
      }
      readHandshake(request, credentials)
        .then((handshake) => {
          if (socket.destroyed) return;
          if (context !== running) throw new HandshakeRefusal(503, "Error connecting to Realtime");
          socket.off("error", onError);
          server.handleUpgrade(request, socket, head, (websocket) =>
            accept(running, websocket, handshake),
          );
        })
        .catch(refuse);
    },
  };
}
