import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import { readConfig } from "./config.ts";
import { sessionStorageKey } from "./session-storage-key.ts";

const { apiUrl, publishableKey } = readConfig();

/** The one client of the page. Only `fetch*` functions, mutations and the session speak to it. */
export const supabase = createClient<Database>(apiUrl, publishableKey, {
  // The query cache tries again, and knows when to stop; both together hide a failure for half a minute.
  db: { retry: false },
  auth: { flowType: "pkce", storageKey: sessionStorageKey },
});
