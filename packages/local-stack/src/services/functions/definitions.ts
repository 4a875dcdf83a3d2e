import { createHash } from "node:crypto";
import { access, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { parseJson } from "../../json.ts";
import type { FunctionConfig } from "./functions-config.ts";

/** A function as it is to be served. */
export interface FunctionDefinition {
  name: string;
  entrypoint: string;
  /** `deno.json` or a bare import map; undefined for a function that needs none. */
  importMap: string | undefined;
  verifyJwt: boolean;
  /** Functions of the same group share a process: those with one import map, unless told otherwise. */
  group: string;
  /** Whether packages come from the project's node_modules, whatever the import map leaves open. */
  nodeModules: boolean;
}

/** What config.toml has no place for: the Supabase CLI warns of every key that it does not know. */
const ownFileSchema = z.object({
  own_process: z.array(z.string()).default([]),
  node_modules: z.boolean().default(false),
});
const OWN_FILE = "local-stack.json";

const IMPORT_MAPS = ["deno.json", "deno.jsonc"];

/** Hosted's slugs. */
const FUNCTION_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Finds the functions: every folder with an index.ts, and those that config.toml gives another entry point. */
export async function readDefinitions(
  supabaseDirectory: string,
  config: Readonly<Record<string, FunctionConfig>>,
): Promise<Map<string, FunctionDefinition>> {
  const folder = join(supabaseDirectory, "functions");
  const own = await readOwnFile(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = new Set([
    ...entries.filter((entry) => !entry.isFile()).map((entry) => entry.name),
    ...Object.keys(config),
  ]);
  const definitions = new Map<string, FunctionDefinition>();
  for (const name of names) {
    const settings = config[name];
    if (!FUNCTION_NAME.test(name) || settings?.enabled === false) continue;
    const entrypoint = settings?.entrypoint
      ? resolve(supabaseDirectory, settings.entrypoint)
      : join(folder, name, "index.ts");
    if (!(await exists(entrypoint))) continue;
    const importMap = settings?.import_map
      ? resolve(supabaseDirectory, settings.import_map)
      : await findImportMap(dirname(entrypoint), folder);
    definitions.set(name, {
      name,
      entrypoint,
      importMap,
      verifyJwt: settings?.verify_jwt ?? true,
      group: own.own_process.includes(name) ? `own-${name}` : groupOf(importMap),
      nodeModules: own.node_modules,
    });
  }
  return definitions;
}

/** Whether a file is Deno's whole configuration, as opposed to an import map alone. */
export function isDenoConfig(path: string): boolean {
  return IMPORT_MAPS.includes(basename(path));
}

/** The function's own map, or the one that all share; the CLI's order. */
async function findImportMap(own: string, shared: string): Promise<string | undefined> {
  const candidates = [own, shared].flatMap((folder) =>
    [...IMPORT_MAPS, "import_map.json"].map((name) => join(folder, name)),
  );
  for (const candidate of candidates) {
    if (await exists(candidate)) return candidate;
  }
  return undefined;
}

function groupOf(importMap: string | undefined): string {
  if (importMap === undefined) return "plain";
  return createHash("sha256").update(importMap).digest("hex").slice(0, 12);
}

async function readOwnFile(folder: string): Promise<z.infer<typeof ownFileSchema>> {
  const text = await readFile(join(folder, OWN_FILE), "utf8").catch(() => "{}");
  const parsed = ownFileSchema.safeParse(parseJson(text));
  return parsed.data ?? ownFileSchema.parse({});
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
