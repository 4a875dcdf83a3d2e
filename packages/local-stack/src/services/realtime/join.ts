import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Authorizer, everything, type Permissions, ProbeError } from "./authorizer.ts";
import type { Binding } from "./changes/subscription.ts";
import { Channel } from "./channel.ts";
import type { Connection, RealtimeContext } from "./context.ts";
import { type Credentials, TokenError } from "./credentials.ts";
import { type JoinRequest, readJoinPayload } from "./join-payload.ts";
import { isObject, type JsonObject, type TextMessage } from "./messages.ts";
import { type ReplayedMessage, type ReplayRequest, readReplayRequest } from "./replay.ts";

const replicationReadyTimeoutMs = 60_000;

/** Why a join is refused, in the words clients may look for. */
export class JoinRefusal extends Error {
  override readonly name = "JoinRefusal";
}

/**
 * Judges a join in hosted's order (limits, token, policies, replay), enters the room and then
 * answers: nothing sent to the room in between can be missed. Rejects with `JoinRefusal`.
 */
export async function join(
  context: RealtimeContext,
  connection: Connection,
  message: TextMessage,
  onClosed: () => void,
): Promise<Channel | undefined> {
  const subtopic = message.topic.slice("realtime:".length);
  if (subtopic === "") {
    throw new JoinRefusal("TopicNameRequired: You must provide a topic name");
  }
  const { request, invalid } = readJoinPayload(message.payload);
  if (invalid.length > 0) {
    context.log.warn({ topic: message.topic, fields: invalid }, "InvalidJoinPayload");
  }
  if (context.limits.privateOnly && !request.isPrivate) {
    throw new JoinRefusal("PrivateOnly: This project only allows private channels");
  }
  if (context.limits.presenceEnabled) request.presence.enabled = true;
  if (connection.channelCount >= context.limits.maxChannelsPerSocket) {
    throw new JoinRefusal("ChannelRateLimitReached: Too many channels");
  }
  const token = request.accessToken?.startsWith("sb_") ? undefined : request.accessToken;
  const credentials = await readCredentials(context, connection, token);
  const mayRead = request.isPrivate
    ? await readPermissions(context.authorizer, connection, credentials, subtopic, request)
    : everything;
  const replay = readReplay(request, subtopic, mayRead);
  const bindings = request.postgresChanges.map((entry) => ({ id: changeId(entry), entry }));
  if (!connection.isOpen) return undefined;

  const channel = new Channel(context, connection, {
    subtopic,
    joinRef: message.joinRef,
    request,
    credentials,
    token,
    mayRead,
    onClosed,
  });
  // From here on the channel is in its room: what is said while the join waits is not lost.
  channel.hold();
  try {
    const replayed = replay === undefined ? [] : await lookUp(context, subtopic, replay);
    if (bindings.length > 0) await listen(channel, bindings, request.changesWaitMs);
    if (!connection.isOpen) channel.leave();
    if (channel.isClosed) return undefined;
    channel.reply(message.ref, "ok", {
      postgres_changes: bindings.map(({ id, entry }) => ({ ...entry, id })),
    });
    channel.release(replayed);
    sendFollowUps(context, channel, request);
  } catch (error) {
    channel.leave();
    throw error;
  }
  return channel;
}

async function lookUp(
  context: RealtimeContext,
  subtopic: string,
  replay: ReplayRequest,
): Promise<ReplayedMessage[]> {
  try {
    return await context.history.read(subtopic, replay);
  } catch (error) {
    context.log.warn({ err: error }, "earlier messages could not be read");
    throw new JoinRefusal("UnableToReplayMessages: Realtime was unable to replay messages");
  }
}

/** Subscribes to changes, and waits for them only where the client asks for it. */
async function listen(
  channel: Channel,
  bindings: Binding[],
  waitMs: number | undefined,
): Promise<void> {
  const outcome = channel.listenToChanges(bindings);
  if (waitMs === undefined) return;
  const tooLate = Symbol("too late");
  const result = await Promise.race([outcome, sleep(waitMs, tooLate, { ref: false })]);
  if (result === undefined) return;
  throw new JoinRefusal(
    result === tooLate
      ? "PostgresChangesSubscribeTimeout: Postgres Changes were not subscribed to in time"
      : `RealtimeDisabledForConfiguration: ${String(result)}`,
  );
}

async function readCredentials(
  context: RealtimeContext,
  connection: Connection,
  token: string | undefined,
): Promise<Credentials> {
  const { expiresAt } = connection.credentials;
  if (token === undefined && (expiresAt === undefined || Date.now() < expiresAt)) {
    return connection.credentials;
  }
  try {
    return await context.credentials.read(token ?? connection.token);
  } catch (error) {
    if (error instanceof TokenError) throw new JoinRefusal(`${error.code}: ${error.message}`);
    throw error;
  }
}

async function readPermissions(
  authorizer: Authorizer,
  connection: Connection,
  credentials: Credentials,
  subtopic: string,
  request: JoinRequest,
): Promise<Permissions> {
  const denied = deniedText(subtopic);
  let mayRead: Permissions;
  try {
    mayRead = await authorizer.read(
      { claims: credentials.claims, headers: connection.headers },
      subtopic,
      request.presence.enabled ? ["broadcast", "presence"] : ["broadcast"],
    );
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    switch (error.reason) {
      case "unknown_role":
        throw new JoinRefusal(denied);
      case "missing_partition":
        throw new JoinRefusal(
          "MissingPartition: Realtime was unable to find the expected messages partition",
        );
      case "unavailable":
        throw new JoinRefusal("Realtime was unable to connect to the project database");
    }
  }
  if (!mayRead.broadcast && !mayRead.presence) throw new JoinRefusal(denied);
  return mayRead;
}

function readReplay(
  request: JoinRequest,
  subtopic: string,
  mayRead: Permissions,
): ReplayRequest | undefined {
  const { replay } = request.broadcast;
  if (replay === undefined) return undefined;
  if (!request.isPrivate) {
    throw new JoinRefusal("UnableToReplayMessages: Replay is not allowed for public channels");
  }
  if (!isObject(replay)) return undefined;
  if (!mayRead.broadcast) throw new JoinRefusal(deniedText(subtopic));
  const wanted = readReplayRequest(replay);
  if (wanted !== undefined) return wanted;
  throw new JoinRefusal("UnableToReplayMessages: Replay params are not valid");
}

function deniedText(subtopic: string): string {
  return `Unauthorized: You do not have permissions to read from this Channel topic: ${subtopic}`;
}

/** Equal requests share an id, in hosted's range; the client only compares. */
function changeId(change: JsonObject): number {
  const digest = createHash("sha256").update(JSON.stringify(change)).digest();
  return (digest.readUInt32BE(0) % (2 ** 27 - 1)) + 1;
}

function sendFollowUps(context: RealtimeContext, channel: Channel, request: JoinRequest): void {
  if (request.broadcast.replicationReady) {
    void context.replication.whenStreaming(replicationReadyTimeoutMs).then((isReady) => {
      if (isReady) channel.system("system", "ok", "Replication connection established");
      else channel.fail("Replication connection was not established in time");
    });
  }
  channel.sendPresenceState();
}
