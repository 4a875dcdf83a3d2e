import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import {
  eventually,
  heard,
  joined,
  type RealtimeUnderTest,
  startRealtime,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

describe.each(versions)("tokens in protocol %s", { concurrent: true }, (vsn) => {
  it("an expired one closes its channel, public ones too, and says so", async ({ expect }) => {
    const client = realtime.client({ vsn });
    await client.setAuth(await realtime.token({ lifetime: 4 }));
    const channel = client.channel(`expiry-${vsn}`);
    const systems: unknown[] = [];
    const statuses: string[] = [];
    channel.on("system", {}, (payload) => systems.push(payload));
    channel.subscribe((status) => statuses.push(status));
    await eventually(() => expect(statuses).toEqual(["SUBSCRIBED", "CLOSED"]));
    expect(systems).toEqual([
      {
        extension: "system",
        status: "error",
        message: expect.stringMatching(/^Token has expired \d+ seconds ago$/),
        channel: `expiry-${vsn}`,
      },
    ]);
  });

  it("one refreshed in time keeps the channel past the old one's end", async ({ expect }) => {
    const client = realtime.client({ vsn });
    await client.setAuth(await realtime.token({ lifetime: 4 }));
    const config = { broadcast: { self: true, ack: true } };
    const channel = client.channel(`renewed-${vsn}`, { config });
    const messages = heard(channel);
    await joined(channel);
    await client.setAuth(await realtime.token());
    await sleep(4_500);
    await channel.send({ type: "broadcast", event: "still", payload: {} });
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["still"]));
  });

  it("a malformed one closes its channel", async ({ expect }) => {
    const client = realtime.client({ vsn });
    const channel = client.channel(`malformed-${vsn}`);
    const statuses: string[] = [];
    await new Promise<void>((resolve) =>
      channel.subscribe((status) => {
        statuses.push(status);
        resolve();
      }),
    );
    await client.setAuth("nonsense");
    await eventually(() => expect(statuses).toEqual(["SUBSCRIBED", "CLOSED"]));
  });
});
