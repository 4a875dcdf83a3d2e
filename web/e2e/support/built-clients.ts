import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const build = join(import.meta.dirname, "../../../scripts/build-web.ts");

/** Both builds of the client, before tests that run side by side would make the same one. */
export default async function setUp(): Promise<void> {
  for (const env of [{}, { FLOWDESK_DEV_PAGES: "1" }]) {
    await promisify(execFile)(process.execPath, [build], { env: { ...process.env, ...env } });
  }
}
