import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { buildWeb } from "./build-web.ts";
import { webDist } from "./project.ts";

/**
 * What a stranger downloads before the sign-in page works: the entry, the page itself, and all that they
 * import statically, gzipped as the server sends it. Built by the command that `npm start` uses.
 */
const LIMIT_KB = 180;
const FIRST_LOAD = ["index.html", "src/app/routes/sign-in.tsx"];

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
);

await buildWeb();
const manifest = manifestSchema.parse(
  JSON.parse(await readFile(join(webDist, ".vite", "manifest.json"), "utf8")),
);

const chunks = new Set<string>();
for (const entry of FIRST_LOAD) collect(entry);
const sizes = await Promise.all([...chunks].map(sizeOf));
const total = sizes.reduce((sum, { kb }) => sum + kb, 0);
const summary = `first load: ${total.toFixed(1)} kB of JavaScript, gzipped; ${LIMIT_KB} are allowed`;
process.stdout.write(`${summary}\n`);
if (total > LIMIT_KB) {
  for (const { file, kb } of sizes.toSorted((a, b) => b.kb - a.kb)) {
    process.stderr.write(`${kb.toFixed(1).padStart(7)} kB  ${file}\n`);
  }
  process.exitCode = 1;
}

function collect(key: string): void {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest of the build.`);
  if (chunks.has(chunk.file)) return;
  chunks.add(chunk.file);
  for (const each of chunk.imports) collect(each);
}

async function sizeOf(file: string) {
  const packed = await promisify(gzip)(await readFile(join(webDist, file)));
  return { file, kb: packed.length / 1000 };
}
