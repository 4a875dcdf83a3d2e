import { dirname, join } from "node:path";

/** Where things stand in the repository, for the commands in this folder. */
export const root = dirname(import.meta.dirname);
export const supabaseDirectory = join(root, "supabase");
export const webDirectory = join(root, "web");

/** `FLOWDESK_DEV_PAGES=1` builds the client with its pages for developers, into a folder of its own. */
export const hasDevPages = process.env.FLOWDESK_DEV_PAGES === "1";
export const webDist = hasDevPages ? join(root, ".artifacts", "web") : join(webDirectory, "dist");

/** `FLOWDESK_HOME` chooses where the local stack keeps its data. */
export const defaultHome = process.env.FLOWDESK_HOME || join(root, ".flowdesk");
