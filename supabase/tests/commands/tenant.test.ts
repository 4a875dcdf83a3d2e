import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { anonymousClient, serviceClient, signUp } from "../helpers/api.ts";

const repository = dirname(dirname(dirname(import.meta.dirname)));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** `npm run tenant -- …` against the stack of this test run. */
function tenant(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  execFile(
    process.execPath,
    [join(repository, "scripts/tenant.ts"), ...args],
    {
      env: {
        PATH: process.env.PATH ?? "",
        SUPABASE_URL: inject("apiUrl"),
        SUPABASE_SECRET_KEY: inject("secretKey"),
        ...environment,
      },
    },
    (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
  );
  return promise;
}

const tenantSchema = z.object({
  slug: z.string(),
  plan: z.string(),
  is_active: z.boolean(),
  owners: z.array(z.string()),
  primary_hostname: z.string().nullable(),
  owner_link: z.url().nullable().optional(),
});

async function json(args: readonly string[]): Promise<z.infer<typeof tenantSchema>> {
  const { code, stdout, stderr } = await tenant([...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return tenantSchema.parse(JSON.parse(stdout));
}

describe("npm run tenant", () => {
  test("creates an organization whose owner can get in, and finds it the second time", async () => {
    const slug = `acme-${Date.now()}`;
    const owner = `${randomUUID()}@people.example`;
    const create = ["create", "--slug", slug, "--name", "Acme", "--owner", owner].concat([
      "--domain",
      `${slug}.local`,
    ]);
    const created = await json(create);
    expect(created).toMatchObject({
      slug,
      plan: "free",
      is_active: true,
      owners: [owner],
      primary_hostname: `${slug}.local`,
    });
    expect(await json(create)).toEqual({ ...created, owner_link: null });

    const token = new URL(created.owner_link ?? "").searchParams.get("token") ?? "";
    const client = anonymousClient();
    const { error } = await client.auth.verifyOtp({ type: "recovery", token_hash: token });
    expect(error).toBeNull();
    const { data } = await client.from("organizations").select("slug");
    expect(data).toEqual([{ slug }]);
    const resolved = await anonymousClient().rpc("resolve_organization", {
      hostname: `${slug}.LOCAL`,
    });
    expect(resolved.data).toMatchObject([{ slug, name: "Acme" }]);
  });

  test("ends an account, unless an organization would be left without an owner", async () => {
    const { email, userId } = await signUp({ organization_name: "Solo" });
    const heir = await signUp();
    const remove = ["account", "remove", "--email", email];
    const refused = await tenant(remove);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    const slug = /^last_owner: \S+ is the only owner of (solo[\w-]*)\. .*owner add --slug/.exec(
      refused.stderr,
    )?.[1];
    // Auth itself says no as well, though not why.
    const { error } = await serviceClient().auth.admin.deleteUser(userId);
    expect(error).not.toBeNull();

    const { owners } = await json(["owner", "add", "--slug", slug ?? "", "--email", heir.email]);
    expect(owners).toEqual([email, heir.email]);
    expect(await tenant([...remove, "--json"])).toMatchObject({ code: 0, stderr: "" });
    expect(await tenant(remove)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^account_not_found: /),
    });
    const { data } = await heir.client.from("organizations").select("slug");
    expect(data).toEqual([{ slug }]);
  });

  test("adds domains, sets plans, suspends and brings back", async () => {
    const { email } = await signUp();
    const slug = `nova-${Date.now()}`;
    await json(["create", "--slug", slug, "--name", "Nova", "--owner", email]);
    const host = `${slug}.example`;
    for (let time = 0; time < 2; time++) {
      expect(await json(["domain", "add", "--slug", slug, "--domain", host])).toMatchObject({
        primary_hostname: host,
      });
      expect(await json(["plan", "set", "--slug", slug, "--plan", "premium"])).toMatchObject({
        plan: "premium",
      });
      expect(await json(["suspend", "--slug", slug])).toMatchObject({ is_active: false });
    }
    expect(await json(["restore", "--slug", slug])).toMatchObject({ is_active: true });
    const { stdout } = await tenant(["list"]);
    expect(stdout).toContain(`${email}  "Nova"`);
  });

  test("makes operators of accounts", async () => {
    const { client, email } = await signUp();
    expect((await client.rpc("list_tenants")).error?.code).toBe("operator_required");
    expect((await tenant(["operator", "add", "--email", email])).stdout).toBe(
      `${email} is an operator.\n`,
    );
    expect((await client.rpc("list_tenants")).error).toBeNull();
    expect((await tenant(["operator", "list"])).stdout).toContain(email);
    await tenant(["operator", "remove", "--email", email]);
    expect((await client.rpc("list_tenants")).error?.code).toBe("operator_required");
  });

  test("leaves no account behind when the organization cannot be", async () => {
    const owner = `${randomUUID()}@people.example`;
    const outcome = await tenant(["create", "--slug", "admin", "--name", "A", "--owner", owner]);
    expect(outcome).toMatchObject({ code: 1, stdout: "" });
    expect(outcome.stderr).toMatch(/^slug_reserved: .+\n$/);
    const { data } = await serviceClient().auth.admin.listUsers({ perPage: 1000 });
    expect(data.users.map(({ email }) => email)).not.toContain(owner);
  });

  test.for([
    [["plan", "set", "--slug", "nowhere", "--plan", "free"], 1, "organization_not_found"],
    [["operator", "add", "--email", "nobody@x.example"], 1, "account_not_found"],
    [["create", "--slug", "x"], 2, "usage"],
    [["create", "--slug", "--name"], 2, "usage"],
    [["suspend", "--colour", "red"], 2, "usage"],
    [["fly"], 2, "usage"],
    [["list", "--url", "nowhere", "--secret-key", "x"], 1, "url_invalid"],
    [["list", "--url", "http://127.0.0.1:9", "--secret-key", "x"], 1, "unreachable"],
  ] as const)("answers %j with one coded line", async ([args, code, word]) => {
    const outcome = await tenant(args);
    expect(outcome).toMatchObject({ code, stdout: "" });
    expect(outcome.stderr).toMatch(new RegExp(`^${word}: [^\n]+\n$`));
  });

  test("says when no local stack runs", async () => {
    const outcome = await tenant(["list", "--home", "/nowhere"], {
      SUPABASE_URL: "",
      SUPABASE_SECRET_KEY: "",
    });
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("not_running: ") });
  });

  test("needs a secret key that is one", async () => {
    const outcome = await tenant(["list"], { SUPABASE_SECRET_KEY: inject("publishableKey") });
    expect(outcome).toMatchObject({ code: 1, stdout: "" });
    expect(outcome.stderr).toMatch(/^\w+: [^\n]+\n$/);
  });
});
