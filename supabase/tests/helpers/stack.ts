import { dirname } from "node:path";
import { createStack } from "@flowdesk/local-stack";
import type { TestProject } from "vitest/node";
import { findDnsPort } from "./dns-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    apiUrl: string;
    mailUrl: string;
    publishableKey: string;
    secretKey: string;
    jwtSecret: string;
    /** Where edge functions ask for DNS; a test that needs answers serves them there. */
    dnsPort: number;
  }
}

/** One migrated stack without the demo for the whole run; every test leaves it as it was, or uses rows of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dnsPort = await findDnsPort();
  process.env.DNS_RESOLVER = `127.0.0.1:${dnsPort}`;
  const stack = createStack({
    supabaseDirectory: dirname(dirname(import.meta.dirname)),
    ephemeral: true,
    seed: false,
  });
  const status = await stack.start();
  project.provide("databaseUrl", status.DB_URL);
  project.provide("apiUrl", status.API_URL);
  project.provide("mailUrl", status.MAIL_URL ?? "");
  project.provide("publishableKey", status.PUBLISHABLE_KEY);
  project.provide("secretKey", status.SECRET_KEY);
  project.provide("jwtSecret", status.JWT_SECRET);
  project.provide("dnsPort", dnsPort);
  return () => stack.stop();
}
