import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "./raw-client.ts";
import { eventually, type RealtimeUnderTest, startRealtime } from "./support.ts";

let realtime: RealtimeUnderTest;

describe("broadcast and presence are judged apart", () => {
  const withPresence = { private: true, broadcast: { ack: true }, presence: { enabled: true } };
  const isDiff = (message: unknown) => Array.isArray(message) && message[3] === "presence_diff";

  beforeAll(async () => {
    realtime = await startRealtime();
    await realtime.sql(`
      create policy hear on realtime.messages for select to authenticated
        using (
          realtime.topic() = 'apart'
          and (extension = 'broadcast' or (select auth.jwt()) ->> 'sees' = 'everyone')
        );
      create policy speak on realtime.messages for insert to authenticated
        with check (realtime.topic() = 'apart');
    `);
  });
  afterAll(() => realtime[Symbol.asyncDispose]());

  async function enter(sees: string, config: object = withPresence) {
    const raw = await RawClient.open(realtime);
    const access_token = await realtime.token({ sees });
    raw.send("1", "1", "realtime:apart", "phx_join", { config, access_token });
    expect(await raw.reply("1")).toMatchObject({ status: "ok" });
    return raw;
  }

  it("who may read one of them joins, and is spared the other", async () => {
    const [all, some] = [await enter("everyone"), await enter("nobody")];
    all.send("1", "2", "realtime:apart", "presence", { event: "track", payload: { n: 1 } });
    await eventually(() => expect(all.received.filter(isDiff)).toHaveLength(1));
    all.send("1", "3", "realtime:apart", "broadcast", { event: "e", payload: {} });
    await eventually(() =>
      expect(some.received.at(-1)).toEqual([
        null,
        null,
        "realtime:apart",
        "broadcast",
        { event: "e", payload: {} },
      ]),
    );
    expect(some.received).toHaveLength(2);
    all.close();
    some.close();
  });

  it("a refreshed token that loses one of them closes the channel", async () => {
    const raw = await enter("everyone");
    const access_token = await realtime.token({ sees: "nobody" });
    raw.send("1", "2", "realtime:apart", "access_token", { access_token });
    await eventually(() =>
      expect(raw.received.slice(-2)).toEqual([
        [
          "1",
          null,
          "realtime:apart",
          "system",
          {
            extension: "system",
            status: "error",
            message: "You no longer have permission to read from this Channel topic: apart",
            channel: "apart",
          },
        ],
        ["1", "1", "realtime:apart", "phx_close", {}],
      ]),
    );
    raw.close();
  });

  it("a refreshed token that gains one of them opens it at once", async () => {
    const raw = await enter("nobody");
    const access_token = await realtime.token({ sees: "everyone" });
    raw.send("1", "2", "realtime:apart", "access_token", { access_token });
    raw.send("1", "3", "realtime:apart", "presence", { event: "track", payload: {} });
    await eventually(() => expect(raw.received.filter(isDiff)).toHaveLength(1));
    raw.close();
  });

  it("who is gone before the policies have answered leaves no trace", async () => {
    const watcher = await enter("everyone");
    for (let n = 0; n < 20; n += 1) {
      const raw = await enter("everyone", { private: true });
      raw.send("1", "2", "realtime:apart", "presence", { event: "track", payload: { n } });
      raw.websocket.close();
      await eventually(() => expect(raw.closeCode).toBeDefined());
    }
    const late = await enter("everyone");
    await eventually(() =>
      expect(late.received.at(-1)).toEqual(["1", null, "realtime:apart", "presence_state", {}]),
    );
    watcher.close();
    late.close();
  });

  it("tracking turns presence on where the join did not ask for it, if it may be read", async () => {
    const config = { private: true };
    const [all, some] = [await enter("everyone", config), await enter("nobody", config)];
    for (const raw of [all, some]) {
      raw.send("1", "2", "realtime:apart", "presence", { event: "track", payload: {} });
      expect(await raw.reply("2")).toEqual({ status: "ok", response: {} });
    }
    await eventually(() => expect(all.received.filter(isDiff)).toHaveLength(2));
    expect(some.received.filter(isDiff)).toEqual([]);
    all.close();
    some.close();
  });
});
