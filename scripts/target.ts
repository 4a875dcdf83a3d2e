import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A Supabase project, and the key that may do everything there. */
export interface Target {
  url: string;
  secretKey: string;
}

export interface TargetOptions {
  url: string | undefined;
  secretKey: string | undefined;
  /** Where the local stack keeps its data; asked when neither options nor environment name a project. */
  home: string;
}

/** A failure with a stable code that ends a command with one line. */
export class CommandError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const statusSchema = z.object({ API_URL: z.url(), SECRET_KEY: z.string().min(1) });

/** The project that `--url` and `--secret-key` name, or SUPABASE_URL and SUPABASE_SECRET_KEY, or the local stack. */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const url = options.url ?? process.env.SUPABASE_URL;
  const secretKey = options.secretKey ?? process.env.SUPABASE_SECRET_KEY;
  if (url && secretKey) {
    if (!URL.canParse(url)) throw new CommandError("url_invalid", `${url} is not an address.`);
    return { url, secretKey };
  }
  if (url || secretKey) {
    throw new CommandError(
      "usage",
      "An address needs a key and a key an address: --url with --secret-key, or SUPABASE_URL with SUPABASE_SECRET_KEY.",
    );
  }
  const text = await readFile(join(options.home, "status.json"), "utf8").catch(() => undefined);
  if (text === undefined) {
    throw new CommandError(
      "not_running",
      `No local stack runs on ${options.home}. Start one with npm start, or name a Supabase with --url and --secret-key.`,
    );
  }
  const { API_URL, SECRET_KEY } = statusSchema.parse(JSON.parse(text));
  return { url: API_URL, secretKey: SECRET_KEY };
}
