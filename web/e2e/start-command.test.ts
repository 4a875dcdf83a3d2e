import { createClient } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { demoAccounts, demoPassword } from "../../scripts/demo-accounts.ts";
import { startFlowDesk } from "./support/flowdesk.ts";

test("npm start introduces demo accounts that can sign in and see an organization", async () => {
  await using flowDesk = await startFlowDesk("--no-web");
  const { API_URL, PUBLISHABLE_KEY } = flowDesk.status;
  expect(demoAccounts.length).toBeGreaterThan(0);
  for (const { email } of demoAccounts) {
    expect(flowDesk.output()).toContain(email);
    const client = createClient(API_URL, PUBLISHABLE_KEY);
    const { error } = await client.auth.signInWithPassword({ email, password: demoPassword });
    expect(error, email).toBeNull();
    const { data } = await client.from("organizations").select("name");
    expect(data?.length, email).toBeGreaterThan(0);
  }
});

test("the served client answers every page, caches what is hashed and allows no foreign script", async () => {
  await using flowDesk = await startFlowDesk("--no-seed");
  const { API_URL, PUBLISHABLE_KEY, WEB_URL } = flowDesk.status;
  expect(flowDesk.output()).not.toContain(demoPassword);

  const page = await fetch(`${WEB_URL}/o/acme/projects`);
  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("no-cache");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self';");
  const html = await page.text();
  expect(html).toContain(PUBLISHABLE_KEY);
  expect(html).toContain(API_URL);
  expect(html).not.toContain(flowDesk.status.SECRET_KEY);

  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  const asset = await fetch(WEB_URL + script);
  expect(asset.status).toBe(200);
  expect(asset.headers.get("cache-control")).toContain("immutable");
  expect(asset.headers.get("content-encoding")).toBe("gzip");
  await asset.arrayBuffer();

  expect((await fetch(`${WEB_URL}/assets/none.js`)).status).toBe(404);
  const outside = await fetch(`${WEB_URL}/..%2f..%2fpackage.json`);
  expect(await outside.text()).not.toContain("workspaces");
});
