import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import { readConfig } from "./config.ts";
import { sessionStorageKey } from "./session-storage-key.ts";

const { apiUrl, publishableKey } = readConfig();

/** The one client of the page. Only `fetch*` functions, mutations and the session speak to it. */
export const supabase = createClient<Database>(apiUrl, publishableKey, {
  auth: { flowType: "pkce", storageKey: sessionStorageKey },
});
