import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type FunctionsUnderTest, open, startFunctions } from "./support.ts";

/** Runs the code in the body of a request: what a function may do, whatever its source says. */
const EVAL = `
import { readFileSync } from "node:fs";
Deno.serve(async (request) => {
  const code = await request.text();
  try {
    const value = await new Function("readFileSync", "return (async () => (" + code + "))()")(readFileSync);
    return Response.json({ value });
  } catch (error) {
    return Response.json({ error: error.name });
  }
});`;

let functions: FunctionsUnderTest;
beforeAll(async () => {
  process.env.PARENTS_SECRET = "do not tell";
  functions = await startFunctions({
    files: {
      "config.toml": `${open("eval")}\n[edge_runtime.secrets]\nFROM_CONFIG = "configured"\n`,
      "functions/eval/index.ts": EVAL,
      "functions/.env": [
        "API_TOKEN=t0ken",
        'QUOTED="two words"',
        "SUPABASE_URL=http://evil.example",
        "SB_REGION=mars",
        "# comment",
      ].join("\n"),
    },
  });
});
afterAll(async () => {
  delete process.env.PARENTS_SECRET;
  await functions[Symbol.asyncDispose]();
});

const resultSchema = z.object({ value: z.unknown().optional(), error: z.string().optional() });

async function run(code: string) {
  const answer = await functions.call("/eval", { method: "POST", body: code });
  return resultSchema.parse(await answer.json());
}

describe("a function may not", () => {
  it.each([
    ["run a program", 'new Deno.Command("/bin/ls").output()'],
    [
      "run a program through Node",
      'import("node:child_process").then((m) => m.execFileSync("/bin/ls"))',
    ],
    ["load a library", 'Deno.dlopen("libc.so.6", {})'],
    ["ask about the machine", "Deno.hostname()"],
    ["read /etc/passwd", 'Deno.readTextFile("/etc/passwd")'],
    ["read /etc/passwd through Node", 'readFileSync("/etc/passwd", "utf8")'],
    ["read the stack's own environment", 'Deno.readTextFile("/proc/self/environ")'],
    ["read that of its parent", 'Deno.readTextFile("/proc/" + Deno.ppid + "/environ")'],
    ["list the root", "Deno.readDirSync('/')"],
    ["write into the project", 'Deno.writeTextFile("./supabase/functions/eval/index.ts", "x")'],
    ["write to /tmp", 'Deno.writeTextFile("/tmp/anything", "x")'],
    ["link out of its folder", 'Deno.symlink("/etc/passwd", Deno.env.get("TMPDIR") + "/link")'],
    ["end other processes", "Deno.kill(1)"],
  ])("%s", async (_what, code) => {
    const result = await run(code);
    expect(result).toEqual({
      error: expect.stringMatching(/^(NotCapable|PermissionDenied|Error)$/),
    });
  });

  it("read the secrets of the installation, though they lie in the project", async () => {
    const secrets = JSON.stringify(join(functions.home, "secrets.json"));
    expect(await run(`Deno.readTextFile(${secrets})`)).toEqual({ error: "NotCapable" });
    expect(await run(`Deno.readDirSync(${JSON.stringify(functions.home)})`)).toEqual({
      error: "NotCapable",
    });
  });

  it("ask for more", async () => {
    expect(
      await run('Deno.permissions.request({ name: "run" }).then(({ state }) => state)'),
    ).toEqual({ value: "denied" });
  });
});

describe("a function may", () => {
  it("read its project and write into a temporary folder of its own", async () => {
    const read = await run('Deno.readTextFile("./supabase/config.toml")');
    expect(read.value).toContain("verify_jwt");
    const kept = await run(
      'Deno.makeTempFile().then(async (f) => { await Deno.writeTextFile(f, "kept"); return Deno.readTextFile(f); })',
    );
    expect(kept).toEqual({ value: "kept" });
  });

  it("use the network", async () => {
    expect(await run(`fetch("${functions.url}/health").then((r) => r.status)`)).toEqual({
      value: 200,
    });
  });

  it("go on working after it has answered", async () => {
    await run(
      "EdgeRuntime.waitUntil(new Promise((r) => setTimeout(r, 50)).then(() => { globalThis.done = true; }))",
    );
    await expect.poll(() => run("globalThis.done")).toEqual({ value: true });
  });
});

describe("the environment", () => {
  it("is what Edge Runtime injects and the project's secrets, and nothing else", async () => {
    const { value } = await run("Deno.env.toObject()");
    expect(value).toEqual({
      SUPABASE_URL: "http://127.0.0.1:54321",
      SUPABASE_DB_URL: "postgresql://postgres:password@127.0.0.1:54322/postgres",
      SUPABASE_ANON_KEY: functions.keys.anonJwt,
      SUPABASE_SERVICE_ROLE_KEY: functions.keys.serviceRoleJwt,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: functions.keys.publishable }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: functions.keys.secret }),
      SUPABASE_JWKS: JSON.stringify(functions.tokens.publicKeys()),
      SB_REGION: "local",
      SB_EXECUTION_ID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      DENO_DEPLOYMENT_ID: expect.any(String),
      TMPDIR: expect.any(String),
      API_TOKEN: "t0ken",
      QUOTED: "two words",
      FROM_CONFIG: "configured",
    });
  });

  it("warns of secrets whose names are reserved", () => {
    const warnings = functions.log.filter(({ level }) => level === 40).map(({ msg }) => msg);
    expect(warnings).toContainEqual(expect.stringContaining("secret SUPABASE_URL is ignored"));
    expect(warnings).toContainEqual(expect.stringContaining("secret SB_REGION is ignored"));
  });
});
