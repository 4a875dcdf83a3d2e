import { createHmac } from "node:crypto";
import type { Database } from "@flowdesk/types/database.types";
import { createClient, REALTIME_SUBSCRIBE_STATES } from "@supabase/supabase-js";
import { inject } from "vitest";
import type { Client } from "../helpers/api.ts";
import type { User } from "../helpers/database.ts";

/** The token that Auth would have given, so that a world needs no hundred sign-ins. */
export function tokenFor({ id, email }: User): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const unsigned = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({
    sub: id,
    email,
    role: "authenticated",
    aud: "authenticated",
    is_anonymous: false,
    iat: now,
    exp: now + 3600,
  })}`;
  const signature = createHmac("sha256", inject("jwtSecret")).update(unsigned).digest("base64url");
  return `${unsigned}.${signature}`;
}

/** The stock client of somebody; without a person, of a visitor. */
export function clientOf(person?: User): Client {
  return createClient<Database>(inject("apiUrl"), inject("publishableKey"), optionsFor(person));
}

/** The same for a program that does not know our tables, and can ask for any. */
export function untypedClientOf(person?: User) {
  return createClient(inject("apiUrl"), inject("publishableKey"), optionsFor(person));
}

function optionsFor(person?: User) {
  const token = person && tokenFor(person);
  return {
    auth: { persistSession: false, autoRefreshToken: false },
    ...(token === undefined ? {} : { accessToken: async () => token }),
  };
}

/** Whether Realtime lets the client into a private channel. */
export async function joins(client: Client, topic: string): Promise<boolean> {
  await client.realtime.setAuth();
  const channel = client.channel(topic, { config: { private: true } });
  try {
    return await new Promise<boolean>((resolve) => {
      channel.subscribe((state) => resolve(state === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED));
    });
  } finally {
    await client.removeChannel(channel);
  }
}
