import { dirname } from "node:path";
import { createStack } from "@flowdesk/local-stack";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    apiUrl: string;
    publishableKey: string;
    secretKey: string;
    jwtSecret: string;
  }
}

/** One migrated stack without the demo for the whole run; every test leaves it as it was, or uses rows of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stack = createStack({
    supabaseDirectory: dirname(dirname(import.meta.dirname)),
    ephemeral: true,
    seed: false,
  });
  const status = await stack.start();
  project.provide("databaseUrl", status.DB_URL);
  project.provide("apiUrl", status.API_URL);
  project.provide("publishableKey", status.PUBLISHABLE_KEY);
  project.provide("secretKey", status.SECRET_KEY);
  project.provide("jwtSecret", status.JWT_SECRET);
  return () => stack.stop();
}
