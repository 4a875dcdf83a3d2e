import { randomBytes } from "node:crypto";
import { type IncomingMessage, request as openRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  eventually,
  expectCoded,
  type FunctionsUnderTest,
  open,
  startFunctions,
} from "./support.ts";

const ECHO = `
Deno.serve(async (request) =>
  Response.json({
    method: request.method,
    url: new URL(request.url).pathname + new URL(request.url).search,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  }, { status: 201, headers: { "x-own": "yes" } }),
);`;

const STREAM = `
let cancelled = 0;
Deno.serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/stream/upper") {
    const upper = new TransformStream({
      transform(chunk, controller) { controller.enqueue(chunk.toUpperCase()); },
    });
    return new Response(
      request.body.pipeThrough(new TextDecoderStream()).pipeThrough(upper)
        .pipeThrough(new TextEncoderStream()),
    );
  }
  if (pathname === "/stream/cancelled") return Response.json({ cancelled });
  if (pathname === "/stream/length") {
    return request.arrayBuffer().then((all) => Response.json({ length: all.byteLength }));
  }
  if (pathname === "/stream/impatient") return new Response("enough", { status: 413 });
  if (pathname === "/stream/large") return new Response(new Uint8Array(8_000_000).fill(65));
  request.signal.addEventListener("abort", () => { cancelled += 1; });
  const encoder = new TextEncoder();
  return new Response(new ReadableStream({
    start(controller) { controller.enqueue(encoder.encode("first")); },
    cancel() { cancelled += 1; },
  }));
});`;

const CORS = `
Deno.serve((request) => {
  const headers = { "access-control-allow-origin": "https://app.example", "x-seen": request.method };
  return request.method === "OPTIONS"
    ? new Response("ok", { headers: { ...headers, "access-control-allow-headers": "x-mine" } })
    : new Response("fine", { headers });
});`;

const echoSchema = z.object({
  url: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
});

let functions: FunctionsUnderTest;
beforeAll(async () => {
  functions = await startFunctions({
    files: {
      "config.toml": `${open("echo", "stream", "cors", "fetches", "moved")}
entrypoint = "./elsewhere/main.ts"

[functions.off]
enabled = false
`,
      "functions/echo/index.ts": ECHO,
      "functions/stream/index.ts": STREAM,
      "functions/cors/index.ts": CORS,
      "functions/fetches/index.ts": "export default { fetch: () => new Response('exported') };",
      "functions/off/index.ts": ECHO,
      "functions/guarded/index.ts": ECHO,
      "functions/_shared/index.ts": ECHO,
      "functions/empty/readme.txt": "",
      "elsewhere/main.ts": "Deno.serve({ port: 1234 }, () => new Response('moved'));",
    },
  });
});
afterAll(() => functions[Symbol.asyncDispose]());

describe("a function", () => {
  it("runs only once it is called", async () => {
    expect(functions.service.health()).toBe("healthy");
    expect(await functions.runtimeProcesses()).toEqual([]);
  });

  it("is invoked through the stock client with JSON both ways", async () => {
    const { data, error } = await functions.client().functions.invoke("echo", {
      body: { name: "Ann" },
      headers: { "x-mine": "1" },
    });
    expect(error).toBeNull();
    expect(data).toMatchObject({
      method: "POST",
      url: "/echo",
      body: '{"name":"Ann"}',
      headers: { "content-type": "application/json", "x-mine": "1" },
    });
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])(
    "gets %s with its own name as the path's first segment",
    async (method) => {
      const answer = await functions.call("/echo/deep/er?a=1&b=%20", { method });
      expect(answer.status).toBe(201);
      expect(answer.headers.get("x-own")).toBe("yes");
      expect(await answer.json()).toMatchObject({ method, url: "/echo/deep/er?a=1&b=%20" });
    },
  );

  it("sees who called, and nothing of what stands between", async () => {
    const answer = await functions.call("/echo", {
      headers: {
        authorization: "Bearer mine",
        "x-request-id": "my-id",
        "x-forwarded-for": "9.9.9.9",
      },
    });
    const { headers } = echoSchema.parse(await answer.json());
    expect(headers).toMatchObject({
      authorization: "Bearer mine",
      host: new URL(functions.url).host,
      "x-forwarded-for": "127.0.0.1",
      "x-request-id": "my-id",
    });
    expect(Object.keys(headers).filter((name) => name.includes("local-stack"))).toEqual([]);
    expect(answer.headers.get("x-request-id")).toBe("my-id");
  });

  it("may export fetch instead of serving", async () => {
    expect(await (await functions.call("/fetches")).text()).toBe("exported");
  });

  it("may have its entry point elsewhere", async () => {
    expect(await (await functions.call("/moved")).text()).toBe("moved");
  });

  it.each([
    "/nobody",
    "/off",
    "/_shared",
    "/empty",
    "/",
    "/constructor",
    "/..%2fecho",
    "/deno.json",
  ])("does not exist at %s", async (path) => {
    await expectCoded(await functions.call(path), 404, "NOT_FOUND");
  });

  it("answers HEAD", async () => {
    const answer = await functions.call("/echo", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([201, ""]);
  });
});

describe("what is odd", () => {
  it("is answered, and changes nothing for others", async () => {
    const segments = [
      "echo",
      "nobody",
      "%00",
      "%e0%a4%a",
      "..",
      "%2e%2e",
      "",
      "a".repeat(3_000),
      "ü",
      "'",
    ];
    for (const first of segments) {
      for (const second of segments) {
        const answer = await functions.call(`/${first}/${second}?${second}`, {
          method: "POST",
          headers: { "x-local-stack-token": "guess", "content-type": first === "ü" ? "x" : first },
          body: second,
        });
        expect([200, 201, 400, 404]).toContain(answer.status);
        await answer.arrayBuffer();
      }
    }
    expect((await functions.call("/echo")).status).toBe(201);
  });

  it.each(["TRACE", "PROPFIND"])("like the method %s is refused", async (method) => {
    const { hostname, port } = new URL(functions.url);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      openRequest({ hostname, port, method, path: "/functions/v1/echo" }, resolve)
        .on("error", reject)
        .end();
    });
    answer.resume();
    expect(answer.statusCode).toBe(405);
  });
});

describe("bodies", () => {
  it("are streamed to the caller while the function still writes", async () => {
    const abort = new AbortController();
    const answer = await functions.call("/stream", { signal: abort.signal });
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe("first");
    abort.abort();
    await eventually(async () => {
      const seen = await (await functions.call("/stream/cancelled")).json();
      expect(seen).not.toEqual({ cancelled: 0 });
    });
  });

  it("are streamed to the function while the caller still writes", async () => {
    const { hostname, port } = new URL(functions.url);
    const outgoing = openRequest({
      hostname,
      port,
      method: "POST",
      path: "/functions/v1/stream/upper",
    });
    const received: string[] = [];
    outgoing.write("one");
    const answer = await new Promise<IncomingMessage>((resolve) => {
      outgoing.on("response", resolve);
    });
    answer.setEncoding("utf8").on("data", (chunk: string) => received.push(chunk));
    await eventually(() => expect(received.join("")).toBe("ONE"));
    outgoing.end("two");
    await eventually(() => expect(received.join("")).toBe("ONETWO"));
  });

  it("may be large in both directions", async () => {
    const body = randomBytes(20_000_000);
    const answer = await functions.call("/stream/length", { method: "POST", body });
    expect(await answer.json()).toEqual({ length: body.length });
    const large = await (await functions.call("/stream/large")).arrayBuffer();
    expect(large.byteLength).toBe(8_000_000);
  });

  it("that a function does not read keep its answer from nobody", async () => {
    for (const size of [10, 3_000_000, 30_000_000]) {
      const body = randomBytes(size);
      const answer = await functions.call("/stream/impatient", { method: "POST", body });
      expect([answer.status, await answer.text()]).toEqual([413, "enough"]);
    }
  });

  it("of many requests at once are not mixed up", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const body = `body ${index} `.repeat(500);
        const answer = await functions.call(`/echo/${index}`, { method: "POST", body });
        const seen = echoSchema.parse(await answer.json());
        return seen.url === `/echo/${index}` && seen.body === body;
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });
});

describe("cross-origin rules", () => {
  it("are the function's: it sees the preflight and answers it", async () => {
    const answer = await functions.call("/cors", {
      method: "OPTIONS",
      headers: { origin: "https://app.example", "access-control-request-method": "POST" },
    });
    expect(answer.headers.get("x-seen")).toBe("OPTIONS");
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(answer.headers.get("access-control-allow-headers")).toBe("x-mine");
  });

  it("let a preflight pass without a token", async () => {
    const answer = await functions.call("/guarded", { method: "OPTIONS" });
    expect(answer.status).toBe(201);
  });

  it("let a browser read what is answered in a function's place", async () => {
    const answer = await functions.call("/guarded", { headers: { origin: "https://app.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    await expectCoded(answer, 401, "UNAUTHORIZED_NO_AUTH_HEADER");
  });
});
