import { randomUUID } from "node:crypto";
import type { Database } from "@flowdesk/types/database.types";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { inject } from "vitest";

export type Client = SupabaseClient<Database>;

/** Of everybody whom `signUp` signs up. */
export const PASSWORD = "correct horse battery";

/** A client as a program has it: the publishable key and no session. */
export function anonymousClient(): Client {
  return createClient<Database>(inject("apiUrl"), inject("publishableKey"), {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

/** A client as an operator has it. */
export function serviceClient(): Client {
  return createClient<Database>(inject("apiUrl"), inject("secretKey"), {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

/** Signs somebody new up through Auth and returns their signed-in client. */
export async function signUp(
  metadata: Record<string, unknown> = {},
): Promise<{ client: Client; userId: string; email: string }> {
  const client = anonymousClient();
  const email = `${randomUUID()}@people.example`;
  const { data, error } = await client.auth.signUp({
    email,
    password: PASSWORD,
    options: { data: metadata },
  });
  if (error || !data.user || !data.session) throw error ?? new Error("no session after sign-up");
  return { client, userId: data.user.id, email };
}
