import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  eventually,
  heard,
  joined,
  publishableKey,
  type RealtimeUnderTest,
  secretKey,
  startRealtime,
  subscribe,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
  // Rooms have members; members may read, editors may also write. Clients' own topics need no table.
  await realtime.sql(`
    create table public.room_members (room text, user_id uuid, may_write boolean);
    grant select on public.room_members to authenticated;
    create policy read_own_or_joined on realtime.messages for select to authenticated
      using (
        realtime.topic() = 'user:' || (select auth.uid())
        or exists (
          select from public.room_members m
          where m.room = (select realtime.topic()) and m.user_id = (select auth.uid())
        )
      );
    create policy write_joined on realtime.messages for insert to authenticated
      with check (
        realtime.messages.extension in ('broadcast', 'presence')
        and exists (
          select from public.room_members m
          where m.room = (select realtime.topic())
            and m.user_id = (select auth.uid()) and m.may_write
        )
      );
    create policy by_header on realtime.messages for select to authenticated
      using (
        realtime.topic() = 'header'
        and current_setting('request.headers', true)::json ->> 'x-client' = 'trusted'
      );
    create policy broken on realtime.messages for select to anon
      using (1 / (length(realtime.topic()) - length(realtime.topic())) = 1);
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

const admit = (room: string, user: string, mayWrite: boolean) =>
  realtime.sql("insert into public.room_members values ($1, $2, $3)", [room, user, mayWrite]);

async function clientOf(user: string, options = {}) {
  const client = realtime.client(options);
  await client.setAuth(await realtime.token({ sub: user }));
  return client;
}

const privately = { config: { private: true, broadcast: { ack: true, self: true } } };

describe.each(versions)("protocol %s", (vsn) => {
  it("a user joins the topic a policy opens to them and no other's", async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    const client = await clientOf(ann, { vsn });
    expect(await subscribe(client.channel(`user:${ann}`, privately))).toEqual({
      status: "SUBSCRIBED",
    });
    expect(await subscribe(client.channel(`user:${bob}`, privately))).toEqual({
      status: "CHANNEL_ERROR",
      error: `Unauthorized: You do not have permissions to read from this Channel topic: user:${bob}`,
    });
  });

  it("two users hear only their own topics", async () => {
    const users = [randomUUID(), randomUUID()];
    const inboxes = await Promise.all(
      users.map(async (user) => {
        const channel = (await clientOf(user, { vsn })).channel(`user:${user}`, privately);
        const messages = heard(channel);
        await joined(channel);
        return messages;
      }),
    );
    for (const user of users) {
      await realtime.sql("select realtime.send($1, 'note', $2)", [{ user }, `user:${user}`]);
    }
    await eventually(() => expect(inboxes.map((inbox) => inbox.length)).toEqual([1, 1]));
    expect(inboxes.map((inbox) => inbox[0]?.payload)).toEqual(
      users.map((user) => expect.objectContaining({ user })),
    );
  });
});

describe("membership in a table", () => {
  it("lets a member read, and write only where it says so", async () => {
    const [room, reader, writer] = [`room:${randomUUID()}`, randomUUID(), randomUUID()];
    await admit(room, reader, false);
    await admit(room, writer, true);
    const reading = (await clientOf(reader)).channel(room, privately);
    const writing = (await clientOf(writer)).channel(room, privately);
    const messages = heard(reading);
    await Promise.all([joined(reading), joined(writing)]);

    const denied = await reading.send(
      { type: "broadcast", event: "denied", payload: {} },
      { timeout: 300 },
    );
    expect(denied).toBe("timed out");
    const allowed = await writing.send({ type: "broadcast", event: "allowed", payload: {} });
    expect(allowed).toBe("ok");
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["allowed"]));
  });

  it("takes effect at the next join, then for whoever was admitted", async () => {
    const [room, user] = [`room:${randomUUID()}`, randomUUID()];
    const client = await clientOf(user);
    const refused = client.channel(room, privately);
    expect((await subscribe(refused)).status).toBe("CHANNEL_ERROR");
    await client.removeChannel(refused);
    await admit(room, user, false);
    await joined(client.channel(room, privately));
  });

  it("denies presence to those who may not write, with an answer", async () => {
    const [room, user] = [`room:${randomUUID()}`, randomUUID()];
    await admit(room, user, false);
    const channel = (await clientOf(user)).channel(room, {
      config: { private: true, presence: { enabled: true } },
    });
    await joined(channel);
    expect(await channel.track({ online: true })).toBe("error");
    expect(channel.presenceState()).toEqual({});
  });

  it("a refreshed token that loses the topic closes the channel", async () => {
    const [room, member] = [`room:${randomUUID()}`, randomUUID()];
    await admit(room, member, true);
    const client = await clientOf(member);
    const channel = client.channel(room, privately);
    const systems: unknown[] = [];
    const statuses: string[] = [];
    channel.on("system", {}, (payload) => systems.push(payload));
    await new Promise<void>((resolve) =>
      channel.subscribe((status) => {
        statuses.push(status);
        resolve();
      }),
    );
    await client.setAuth(await realtime.token({ sub: randomUUID() }));
    await eventually(() => expect(statuses).toEqual(["SUBSCRIBED", "CLOSED"]));
    expect(systems).toEqual([
      {
        extension: "system",
        status: "error",
        message: `You do not have permissions to read from this Channel topic: ${room}`,
        channel: room,
      },
    ]);
  });

  it("a refreshed token that keeps the topic keeps the channel, and its new rights count", async () => {
    const [room, reader, writer] = [`room:${randomUUID()}`, randomUUID(), randomUUID()];
    await admit(room, reader, false);
    await admit(room, writer, true);
    const client = await clientOf(reader);
    const channel = await joined(client.channel(room, privately));
    const message = { type: "broadcast", event: "e", payload: {} } as const;
    expect(await channel.send(message, { timeout: 300 })).toBe("timed out");
    await client.setAuth(await realtime.token({ sub: writer }));
    expect(await channel.send(message)).toBe("ok");
  });
});

describe("the stock supabase-js client", () => {
  it("joins a private topic with the token its callback gives, at the latest when it tries again", async () => {
    const user = randomUUID();
    const token = await realtime.token({ sub: user });
    const supabase = createClient(realtime.httpUrl.replace("/realtime/v1", ""), publishableKey, {
      accessToken: async () => token,
    });
    const channel = supabase.channel(`user:${user}`, privately);
    const messages = heard(channel);
    channel.subscribe();
    await eventually(() => expect(channel.state).toBe("joined"));
    await realtime.sql("select realtime.send('{}', 'note', $1)", [`user:${user}`]);
    await eventually(() => expect(messages).toHaveLength(1));
    await supabase.removeAllChannels();
  });
});

describe("what policies see", () => {
  it("the claims as they are, and no user where the token names none", async () => {
    await realtime.sql(`
      create policy claims on realtime.messages for select to authenticated
        using (
          realtime.topic() = 'claims'
          and (select auth.uid()) is null
          and (select auth.jwt()) ->> 'plan' = 'gold'
        )
    `);
    const client = realtime.client();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const claims = { role: "authenticated", exp, plan: "gold" };
    await client.setAuth(await realtime.tokens.sign(claims));
    await joined(client.channel("claims", privately));
  });

  it("the service role joins anything", async () => {
    const client = realtime.client({ params: { apikey: secretKey } });
    await joined(client.channel("whatever", privately));
  });

  it("the x- headers of the handshake", async () => {
    const { WebSocket } = await import("ws");
    class Trusted extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers: { "x-client": "trusted" } });
      }
    }
    const trusted = await clientOf(randomUUID(), { transport: Trusted });
    await joined(trusted.channel("header", privately));
    const other = await clientOf(randomUUID());
    expect((await subscribe(other.channel("header", privately))).status).toBe("CHANNEL_ERROR");
  });

  it("a policy that fails allows nothing", async () => {
    const { error } = await subscribe(realtime.client().channel("broken", privately));
    expect(error).toMatch(/^Unauthorized: /);
  });

  it.each(["nobody", "postgres", "supabase_admin"])("the role %s is refused", async (role) => {
    const client = realtime.client();
    await client.setAuth(await realtime.token({ role }));
    const { error } = await subscribe(client.channel("any", privately));
    expect(error).toMatch(/^Unauthorized: /);
  });

  it("nothing of the asking stays in the table", async () => {
    const { rows } = await realtime.sql(
      "select count(*)::int as n from realtime.messages where event is null",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe("rooms", () => {
  it("a private and a public channel of one name do not hear each other", async () => {
    const client = realtime.client({ params: { apikey: secretKey } });
    const other = realtime.client();
    const inside = client.channel("twin", privately);
    const outside = other.channel("twin", { config: { broadcast: { ack: true, self: true } } });
    const insideHeard = heard(inside);
    const outsideHeard = heard(outside);
    await Promise.all([joined(inside), joined(outside)]);
    await inside.send({ type: "broadcast", event: "inside", payload: {} });
    await outside.send({ type: "broadcast", event: "outside", payload: {} });
    await realtime.sql("select realtime.send('{}', 'from-sql', 'twin', true)");
    await realtime.sql("select realtime.send('{}', 'from-sql-public', 'twin', false)");
    await eventually(() =>
      expect(insideHeard.map(({ event }) => event)).toEqual(["inside", "from-sql"]),
    );
    await eventually(() =>
      expect(outsideHeard.map(({ event }) => event)).toEqual(["outside", "from-sql-public"]),
    );
  });
});

describe("over HTTP", () => {
  it("a private message is delivered for those who may write and refused for others", async () => {
    const [room, reader, writer] = [`room:${randomUUID()}`, randomUUID(), randomUUID()];
    await admit(room, reader, false);
    await admit(room, writer, true);
    const receiver = (await clientOf(reader)).channel(room, privately);
    const messages = heard(receiver);
    await joined(receiver);
    await expect(receiver.httpSend("denied", {})).rejects.toThrow("Unauthorized");
    const sender = (await clientOf(writer)).channel(room, privately);
    expect(await sender.httpSend("allowed", {})).toEqual({ success: true });
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["allowed"]));
  });

  it("a batch skips what the caller may not write, silently", async () => {
    const [room, writer] = [`room:${randomUUID()}`, randomUUID()];
    await admit(room, writer, true);
    const receiver = (await clientOf(writer)).channel(room, privately);
    const messages = heard(receiver);
    await joined(receiver);
    const response = await fetch(`${realtime.httpUrl}/api/broadcast`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await realtime.token({ sub: writer })}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        messages: [
          { topic: "room:none", event: "lost", payload: {}, private: true },
          { topic: room, event: "kept", payload: {}, private: true },
        ],
      }),
    });
    expect(response.status).toBe(202);
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["kept"]));
  });
});
