import { realpathSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StackError } from "../../errors.ts";
import { isDenoConfig } from "./definitions.ts";

/** Deno's own program: npm's launcher would be a second process before it. */
export async function findDeno(): Promise<string> {
  const libc = process.platform === "linux" ? "-glibc" : "";
  const name = `@deno/${process.platform}-${process.arch}${libc}`;
  try {
    const launcher = createRequire(import.meta.url).resolve("deno/package.json");
    const face = createRequire(launcher).resolve(`${name}/package.json`);
    const program = join(dirname(face), process.platform === "win32" ? "deno.exe" : "deno");
    await access(program, constants.X_OK);
    return program;
  } catch (cause) {
    throw new StackError(
      "binary_missing",
      `Deno for ${process.platform}-${process.arch} is not installed (npm package ${name}). Run: npm ci --include=optional`,
      { cause },
    );
  }
}

export interface DenoArguments {
  importMap: string | undefined;
  nodeModules: boolean;
  supabaseDirectory: string;
  /** Holds secrets of the installation: never to be read, wherever it lies. */
  home: string;
  cache: string;
  temporary: string;
}

/**
 * The least that a function needs: the network; its environment, which is made for it; to read the project, what
 * npm installed for it, and Deno's cache; to write into a folder of its own. No programs, no libraries, nothing
 * about the machine.
 */
export function denoArguments(options: DenoArguments): string[] {
  const { importMap } = options;
  const project = dirname(options.supabaseDirectory);
  const readable = [project, ...nodeModulesAbove(project), options.cache, options.temporary];
  return [
    "run",
    "--no-prompt",
    "--no-lock",
    // A request's signal is aborted when its caller goes away, and not when all went well.
    "--unstable-no-legacy-abort",
    ...(options.nodeModules ? ["--node-modules-dir=manual"] : []),
    ...(importMap === undefined
      ? ["--no-config"]
      : isDenoConfig(importMap)
        ? [`--config=${importMap}`]
        : ["--no-config", `--import-map=${importMap}`]),
    "--allow-net",
    "--allow-env",
    `--allow-read=${pathList([RUNTIME, ...readable])}`,
    `--deny-read=${pathList([options.home])}`,
    `--allow-write=${pathList([options.temporary])}`,
    join(RUNTIME, "host.ts"),
  ];
}

const RUNTIME = join(import.meta.dirname, "runtime");

/** A workspace may keep the packages of its members further up. */
function nodeModulesAbove(folder: string): string[] {
  const parent = dirname(folder);
  const own = join(folder, "node_modules");
  return parent === folder ? [own] : [own, ...nodeModulesAbove(parent)];
}

/** Deno judges a path as it is written and as it is resolved. A comma in a path is doubled. */
function pathList(paths: readonly string[]): string {
  const all = paths.flatMap((path) => {
    try {
      return [path, realpathSync(path)];
    } catch {
      return [path];
    }
  });
  return [...new Set(all)].map((path) => path.replaceAll(",", ",,")).join(",");
}
