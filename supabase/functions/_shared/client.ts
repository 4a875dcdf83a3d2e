import type { Database } from "@flowdesk/types/database.types";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { platform } from "./env.ts";

export type Client = SupabaseClient<Database>;

interface ClientOptions {
  key: string | undefined;
  /** Whose rights count; without one, the key's. */
  token?: string | undefined;
  /** Goes along, so that one request is found in all logs. */
  requestId: string;
}

/** A client for one request: it keeps no session, and nothing of it outlives the answer. */
export function connect({ key = "", token, requestId }: ClientOptions): Client {
  return createClient<Database>(platform().SUPABASE_URL, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { headers: { "x-request-id": requestId } },
    ...(token === undefined ? {} : { accessToken: async () => token }),
  });
}
