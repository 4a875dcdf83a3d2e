import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, open, startFunctions } from "./support.ts";

const imports = {
  zod: "npm:zod@^4",
  hono: "npm:hono@^4",
  "@supabase/supabase-js": "npm:@supabase/supabase-js@^2",
  "@own/": "../../lib/",
};
const DENO_JSON = JSON.stringify({ nodeModulesDir: "manual", imports });

const says = (text: string) => `Deno.serve(() => new Response("${text}"));`;

describe("sources", () => {
  it.each([
    ["deno.json says so", { "functions/deno.json": DENO_JSON }],
    [
      "local-stack.json does, so that hosted need not know",
      {
        "functions/deno.json": JSON.stringify({ imports }),
        "functions/local-stack.json": '{ "node_modules": true }',
      },
    ],
  ])("import what npm installed by bare names, with nothing fetched, when %s", async (_, files) => {
    const cache = await mkdtemp(join(tmpdir(), "local-stack-cache-"));
    await using functions = await startFunctions({
      cacheDirectory: cache,
      files: {
        "config.toml": open("app"),
        ...files,
        "functions/_shared/answer.ts": 'export const shared: string = "shared";',
        "functions/app/index.ts": `
          import { createClient } from "@supabase/supabase-js";
          import { Hono } from "hono";
          import { z } from "zod";
          import { shared } from "../_shared/answer.ts";
          const app = new Hono().basePath("/app");
          app.get("/items/:id", (c) => c.json({
            id: z.coerce.number().parse(c.req.param("id")),
            client: typeof createClient(Deno.env.get("SUPABASE_URL")!, "key").from,
            shared,
          }));
          Deno.serve(app.fetch);`,
      },
    });
    const answer = await functions.call("/app/items/7");
    expect(await answer.json()).toEqual({ id: 7, client: "function", shared: "shared" });
    const downloads = (await readdir(join(cache, "deno"), { recursive: true })).filter((path) =>
      /(^|\/)(npm|remote)\//.test(path),
    );
    expect(downloads).toEqual([]);
    await rm(cache, { recursive: true, force: true });
  });

  it("that change are served anew, shared ones and those beside the functions included", async () => {
    await using functions = await startFunctions({
      files: {
        "config.toml": open("app"),
        "functions/deno.json": DENO_JSON,
        "../lib/word.ts": 'export const word = "one";',
        "functions/_shared/tail.ts": 'export const tail = "!";',
        "functions/app/index.ts": `
          import { word } from "@own/word.ts";
          import { tail } from "../_shared/tail.ts";
          Deno.serve(() => new Response(word + tail));`,
      },
    });
    const text = async () => (await functions.call("/app")).text();
    expect(await text()).toBe("one!");
    await functions.write("functions/_shared/tail.ts", 'export const tail = "?";');
    await eventually(async () => expect(await text()).toBe("one?"));
    await functions.write("../lib/word.ts", 'export const word = "two";');
    await eventually(async () => expect(await text()).toBe("two?"));
    await functions.write("functions/app/index.ts", "Deno.serve(() => {");
    await eventually(async () => expect((await functions.call("/app")).status).toBe(503));
    await functions.write("functions/app/index.ts", says("mended"));
    await eventually(async () => expect(await text()).toBe("mended"));
  });

  it("that change let requests end that are under way", async () => {
    await using functions = await startFunctions({
      files: {
        "config.toml": open("slow"),
        "functions/slow/index.ts": `Deno.serve(async (request) => {
          if (request.url.endsWith("/wait")) await new Promise((resolve) => setTimeout(resolve, 1_500));
          return new Response("old");
        });`,
      },
    });
    await functions.call("/slow");
    const waiting = functions.call("/slow/wait", { method: "POST", body: "x" });
    await functions.write("functions/slow/index.ts", says("new"));
    await eventually(async () => expect(await (await functions.call("/slow")).text()).toBe("new"));
    expect(await (await waiting).text()).toBe("old");
  });

  it("may appear and vanish while the stack runs, from none at the start", async () => {
    await using functions = await startFunctions({ files: { "config.toml": open("late") } });
    expect((await functions.call("/late")).status).toBe(404);
    await functions.write("functions/late/index.ts", says("here"));
    await eventually(async () => expect(await (await functions.call("/late")).text()).toBe("here"));
    await rm(join(functions.directory, "functions/late"), { recursive: true });
    await eventually(async () => expect((await functions.call("/late")).status).toBe(404));
  });

  it("take the secrets anew that have changed", async () => {
    await using functions = await startFunctions({
      files: {
        "config.toml": open("app"),
        "functions/.env": "WORD=before",
        "functions/app/index.ts": 'Deno.serve(() => new Response(Deno.env.get("WORD")));',
      },
    });
    expect(await (await functions.call("/app")).text()).toBe("before");
    await functions.write("functions/.env", "WORD=after");
    await eventually(async () => expect(await (await functions.call("/app")).text()).toBe("after"));
  });
});

describe("processes", () => {
  it("are shared by functions of one import map, and left by those that ask for their own", async () => {
    const source = "Deno.serve(() => Response.json({ pid: Deno.pid }));";
    await using functions = await startFunctions({
      files: {
        "config.toml": `${open("one", "two", "heavy", "mapped", "listed")}
import_map = "./functions/special.json"
`,
        "functions/deno.json": "{}",
        "functions/one/index.ts": source,
        "functions/two/index.ts": source,
        "functions/heavy/index.ts": source,
        "functions/mapped/index.ts": `import { word } from "word"; Deno.serve(() => Response.json({ pid: Deno.pid, word }));`,
        "functions/mapped/deno.json": '{ "imports": { "word": "./own.ts" } }',
        "functions/mapped/own.ts": 'export const word = "own";',
        "functions/listed/index.ts": `import { word } from "word"; Deno.serve(() => Response.json({ pid: Deno.pid, word }));`,
        "functions/special.json": '{ "imports": { "word": "./word.ts" } }',
        "functions/word.ts": 'export const word = "special";',
        "functions/local-stack.json": '{ "own_process": ["heavy"] }',
      },
    });
    const ask = async (name: string) =>
      z
        .object({ pid: z.int(), word: z.string().optional() })
        .parse(await (await functions.call(`/${name}`)).json());
    const answers = await Promise.all(["one", "two", "heavy", "mapped", "listed"].map(ask));
    const [one, ...others] = answers.map(({ pid }) => pid);
    expect(others[0]).toBe(one);
    expect(new Set(others).size).toBe(4);
    expect(answers.map(({ word }) => word).slice(3)).toEqual(["own", "special"]);
    expect(await functions.runtimeProcesses()).toHaveLength(4);
  });

  it("end when nobody calls, and when the stack does", async () => {
    const functions = await startFunctions({
      files: {
        "config.toml": open("app"),
        "functions/app/index.ts": 'Deno.serve(() => new Response(Deno.env.get("TMPDIR")));',
      },
      limits: { keptMs: 400 },
    });
    const temporary = await (await functions.call("/app")).text();
    expect(await functions.runtimeProcesses()).toHaveLength(1);
    await eventually(async () => expect(await functions.runtimeProcesses()).toEqual([]));
    expect(await (await functions.call("/app")).text()).toBe(temporary);
    const [file = ""] = await functions.runtimeProcesses();
    const text = await readFile(join(functions.home, "run", file), "utf8");
    const { pid } = z.object({ pid: z.int() }).parse(JSON.parse(text));
    // As a start after a kill finds it.
    expect(await readFile(join(functions.home, "run/functions-folder"), "utf8")).toBe(temporary);
    await functions[Symbol.asyncDispose]();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await expect(readdir(temporary)).rejects.toThrow("ENOENT");
  });
});
