import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  eventually,
  expectCoded,
  type FunctionsUnderTest,
  open,
  startFunctions,
} from "./support.ts";

const SICK = `
Deno.serve(async (request) => {
  switch (new URL(request.url).pathname.split("/")[2]) {
    case "throw": throw new Error("a secret detail");
    case "reject": Promise.reject(new Error("nobody waits for this")); await new Promise(() => {}); break;
    case "later": setTimeout(() => { throw new Error("in a timer"); }, 10); await new Promise(() => {}); break;
    case "exit": Deno.exit(3); break;
    case "hang": for (;;) {} break;
    case "heap": { const all = []; for (;;) all.push(new Array(100_000).fill(Math.random())); break; }
    case "buffers": {
      globalThis.kept = Array.from({ length: 12 }, () => new Uint8Array(10_000_000).fill(1));
      await new Promise(() => {});
      break;
    }
    case "never": await new Promise(() => {}); break;
    case "nothing": return undefined;
    case "half": {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("some"));
          setTimeout(() => controller.error(new Error("broke")), 50);
        },
      });
      return new Response(body);
    }
    case "drip": {
      const body = new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          controller.enqueue(new TextEncoder().encode("."));
        },
      });
      return new Response(body);
    }
  }
  return new Response("well");
});`;

const WELL = `
let served = 0;
Deno.serve(async (request) => {
  served += 1;
  const { pathname } = new URL(request.url);
  if (pathname === "/well/slow") await new Promise((resolve) => setTimeout(resolve, 600));
  return Response.json({ served });
});`;

let functions: FunctionsUnderTest;
beforeAll(async () => {
  functions = await startFunctions({
    files: {
      "config.toml": open("sick", "well", "syntax", "missing", "idle", "throws-at-boot"),
      "functions/sick/index.ts": SICK,
      "functions/well/index.ts": WELL,
      "functions/syntax/index.ts": "Deno.serve(() => { const = 1; });",
      "functions/missing/index.ts": 'import "./nowhere.ts"; Deno.serve(() => new Response());',
      "functions/idle/index.ts": "export const nothing = 1;",
      "functions/throws-at-boot/index.ts": "throw new Error('at boot');",
    },
    limits: { heapMegabytes: 64, unresponsiveMs: 1_500 },
  });
  expect((await functions.call("/well")).status).toBe(200);
});
afterAll(() => functions[Symbol.asyncDispose]());

async function countServed(): Promise<number> {
  const answer = await functions.call("/well");
  return z.object({ served: z.number() }).parse(await answer.json()).served;
}

/** The other function was neither restarted nor held up: it goes on counting. */
async function expectOthersWell(): Promise<void> {
  const before = await countServed();
  expect(await countServed()).toBe(before + 1);
  expect(before).toBeGreaterThan(1);
  expect((await functions.call("/sick")).status).toBe(200);
}

describe("a function that fails", () => {
  it.each([
    ["throw", 500, "WORKER_ERROR"],
    ["nothing", 500, "WORKER_ERROR"],
    ["reject", 500, "WORKER_ERROR"],
    ["later", 500, "WORKER_ERROR"],
    ["exit", 500, "WORKER_ERROR"],
    ["hang", 546, "WORKER_RESOURCE_LIMIT"],
    ["heap", 546, "WORKER_RESOURCE_LIMIT"],
    ["buffers", 546, "WORKER_RESOURCE_LIMIT"],
  ])("by %s is answered with %i %s, and nobody else feels it", async (what, status, code) => {
    const slow = functions.call("/well/slow");
    const answer = await functions.call(`/sick/${what}`, { method: "POST", body: "x" });
    await expectCoded(answer, status, code);
    expect((await slow).status).toBe(200);
    await expectOthersWell();
  });

  it.each(["syntax", "missing", "idle", "throws-at-boot"])(
    "to start (%s) is answered with 503 BOOT_ERROR, again and again",
    async (name) => {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await expectCoded(await functions.call(`/${name}`), 503, "BOOT_ERROR");
      }
      await expectOthersWell();
    },
  );

  it("in the middle of its answer breaks it off", async () => {
    const answer = await functions.call("/sick/half");
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await expectOthersWell();
  });

  it("tells its log why, and its caller nothing of it", async () => {
    const answer = await functions.call("/sick/throw", { headers: { "x-request-id": "failing" } });
    expect(await answer.text()).not.toContain("secret");
    await eventually(() => {
      const line = functions.log.find(({ msg }) => msg.includes("a secret detail"));
      expect(line).toMatchObject({ level: 50, function: "sick" });
      expect(
        functions.log.some(({ requestId, level }) => requestId === "failing" && level === 50),
      ).toBe(true);
      expect(
        functions.log.some(({ msg }) => msg.includes("syntax") && msg.includes("Expected")),
      ).toBe(true);
    });
  });
});

describe("a function that takes too long", () => {
  it("to begin its answer is answered in its place, to end it is cut off", async () => {
    await using slow = await startFunctions({
      files: { "config.toml": open("sick"), "functions/sick/index.ts": SICK },
      limits: { idleMs: 500, wallClockMs: 1_000 },
    });
    expect((await slow.call("/sick")).status).toBe(200);
    await expectCoded(await slow.call("/sick/never"), 504, "IDLE_TIMEOUT");
    const answer = await slow.call("/sick/drip");
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect((await slow.call("/sick")).status).toBe(200);
  });
});

describe("a whole process", () => {
  it("that is killed is started again, and what it was doing is answered", async () => {
    const [file = ""] = await functions.runtimeProcesses();
    const text = await readFile(`${functions.home}/run/${file}`, "utf8");
    const { pid } = z.object({ pid: z.int() }).parse(JSON.parse(text));
    const reading = functions.call("/well/slow");
    const writing = functions.call("/well/slow", { method: "POST", body: "once" });
    await eventually(async () => {
      expect(await countServed()).toBeGreaterThan(2);
    });
    process.kill(pid, "SIGKILL");
    // What has no body is sent again; what may have had an effect is not.
    expect((await reading).status).toBe(200);
    await expectCoded(await writing, 503, "SERVICE_UNAVAILABLE");
    expect((await functions.call("/sick")).status).toBe(200);
  });
});
