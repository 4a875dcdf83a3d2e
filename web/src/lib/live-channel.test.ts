import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LiveEvent, openLiveChannel } from "./live-channel.ts";

type Status = "SUBSCRIBED" | "CHANNEL_ERROR" | "TIMED_OUT" | "CLOSED";

/** A stand-in for the socket's side: what the client was asked for, and a way to speak as the server. */
function fakeClient() {
  const opened: {
    topic: string;
    say: (status: Status) => void;
    send: (message: unknown) => void;
  }[] = [];
  const removed: string[] = [];
  const client = {
    realtime: { setAuth: vi.fn(async () => {}) },
    removeChannel: vi.fn(async ({ topic }: { topic: string }) => removed.push(topic)),
    channel: vi.fn((topic: string) => {
      let onMessage: (message: unknown) => void = () => {};
      const channel = {
        topic,
        on: (_type: string, _filter: object, callback: (message: unknown) => void) => {
          onMessage = callback;
          return channel;
        },
        subscribe: (callback: (status: Status) => void) => {
          opened.push({ topic, say: callback, send: (message) => onMessage(message) });
          return channel;
        },
      };
      return channel;
    }),
  };
  return { client: client as never, spies: client, opened, removed };
}

function open(fake: ReturnType<typeof fakeClient>) {
  const events: LiveEvent[] = [];
  const log: string[] = [];
  const close = openLiveChannel({
    client: fake.client,
    topic: "org:1",
    onEvent: (event) => events.push(event),
    onJoined: () => log.push("joined"),
    onLost: () => log.push("lost"),
    reopenAfterMs: 1_000,
  });
  return { close, events, log };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const id = "0199a000-0000-7000-8000-000000000001";
const payload = { table: "tasks", id, project_id: id, version: 2, actor_id: null };

test("joins privately, and only once the token is on the socket", async () => {
  const fake = fakeClient();
  const token = Promise.withResolvers<void>();
  fake.spies.realtime.setAuth.mockReturnValueOnce(token.promise);
  open(fake);
  expect(fake.opened).toHaveLength(0);
  token.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(fake.spies.channel).toHaveBeenCalledWith("org:1", { config: { private: true } });
});

test("passes on row events and drops anything else", async () => {
  const fake = fakeClient();
  const { events } = open(fake);
  await vi.advanceTimersByTimeAsync(0);
  fake.opened[0]?.send({ type: "broadcast", event: "UPDATE", payload });
  fake.opened[0]?.send({ type: "broadcast", event: "shout", payload });
  fake.opened[0]?.send({ type: "broadcast", event: "UPDATE", payload: { title: "forged" } });
  expect(events).toEqual([{ type: "UPDATE", ...payload }]);
});

test("says when it was lost and when it is whole again", async () => {
  const fake = fakeClient();
  const { log } = open(fake);
  await vi.advanceTimersByTimeAsync(0);
  fake.opened[0]?.say("SUBSCRIBED");
  fake.opened[0]?.say("CHANNEL_ERROR");
  fake.opened[0]?.say("SUBSCRIBED");
  expect(log).toEqual(["joined", "lost", "joined"]);
});

test("opens anew what the server closed, with a fresh token", async () => {
  const fake = fakeClient();
  const { log } = open(fake);
  await vi.advanceTimersByTimeAsync(0);
  fake.opened[0]?.say("CLOSED");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fake.opened).toHaveLength(2);
  expect(fake.spies.realtime.setAuth).toHaveBeenCalledTimes(2);
  fake.opened[1]?.say("SUBSCRIBED");
  expect(log).toEqual(["lost", "joined"]);
});

test("stays closed once it was closed on purpose", async () => {
  const fake = fakeClient();
  const { close, log } = open(fake);
  await vi.advanceTimersByTimeAsync(0);
  close();
  fake.opened[0]?.say("CLOSED");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fake.removed).toEqual(["org:1"]);
  expect(fake.opened).toHaveLength(1);
  expect(log).toEqual([]);
});
