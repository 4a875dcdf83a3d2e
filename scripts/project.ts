import { dirname, join } from "node:path";

/** Where things stand in the repository, for the commands in this folder. */
export const root = dirname(import.meta.dirname);
export const supabaseDirectory = join(root, "supabase");
export const webDirectory = join(root, "web");

/** `FLOWDESK_HOME` chooses where the local stack keeps its data. */
export const defaultHome = process.env.FLOWDESK_HOME ?? join(root, ".flowdesk");
