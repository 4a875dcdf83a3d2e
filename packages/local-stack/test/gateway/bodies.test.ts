import { request as openRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startApi } from "./start-api.ts";

let api: Awaited<ReturnType<typeof startApi>>;
const limits = { restBodyBytes: 2_000_000, authBodyBytes: 10_000 };

const schema = `
    create table public.papers (id int primary key, text text);
    grant select on public.papers to anon;
    grant select, insert on public.papers to service_role;
    create function public.length_of(text text) returns int language sql immutable
      as $$ select length(length_of.text) $$;
    create function public.long_text(size int) returns text language sql immutable
      as $$ select repeat('0123456789', size / 10) $$;
    create function public.rest_a_while(seconds float) returns void language sql
      as $$ select pg_sleep(seconds) $$;
    create function public.busy() returns bigint language sql security definer
      as $$ select count(*) from pg_stat_activity where query like '%rest_a_while%'
              and state = 'active' and pid <> pg_backend_pid() $$;
    `;
beforeAll(async () => {
  api = await startApi(schema, { limits });
});
afterAll(() => api?.[Symbol.asyncDispose]());

const post = (
  path: string,
  body: NonNullable<RequestInit["body"]>,
  headers: Record<string, string> = {},
) =>
  fetch(api.url + path, {
    method: "POST",
    headers: { apikey: api.keys.publishable, "content-type": "application/json", ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" as const } : {}),
  });

/** A body of undeclared length, hence sent in chunks. */
function streamOf(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 65_536);
      left -= size;
      if (size > 0) controller.enqueue(new Uint8Array(size).fill(120));
      else controller.close();
    },
  });
}

const codeSchema = z.looseObject({ code: z.string() });
const codeOf = async (response: Response) => codeSchema.parse(await response.json()).code;

describe("bodies of REST", () => {
  test("reach PostgREST whole, declared or in chunks", async () => {
    const text = "x".repeat(1_500_000);
    const declared = await post("/rest/v1/rpc/length_of", JSON.stringify({ text }));
    expect(await declared.json()).toBe(text.length);
    const chunked = await post(
      "/rest/v1/rpc/length_of",
      new Blob([JSON.stringify({ text })]).stream(),
    );
    expect(await chunked.json()).toBe(text.length);
    const plain = await post("/rest/v1/rpc/length_of", streamOf(1_000), {
      "content-type": "text/plain",
    });
    expect(plain.status).toBeLessThan(500);
  });

  test("of many megabytes come back whole", async () => {
    const response = await post("/rest/v1/rpc/long_text", JSON.stringify({ size: 30_000_000 }));
    const text = await response.text();
    expect(text).toHaveLength(30_000_000 + 2);
    expect(text.endsWith('6789"')).toBe(true);
  });

  test("beyond the limit are refused, declared or in chunks, and change nothing", async () => {
    const tooMuch = JSON.stringify({ id: 1, text: "x".repeat(limits.restBodyBytes) });
    const key = { apikey: api.keys.secret };
    for (const body of [tooMuch, new Blob([tooMuch]).stream()]) {
      const response = await post("/rest/v1/papers", body, key);
      expect(response.status).toBe(413);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(await codeOf(response)).toBe("payload_too_large");
    }
    const papers = await fetch(`${api.url}/rest/v1/papers`, { headers: key });
    expect(await papers.json()).toEqual([]);
  });

  test("of a client that stops halfway are forgotten", async () => {
    const request = openRequest(`${api.url}/rest/v1/papers`, {
      method: "POST",
      headers: {
        apikey: api.keys.secret,
        "content-type": "application/json",
        "content-length": "100000",
      },
    });
    request.on("error", () => undefined);
    await new Promise((resolve) => request.write('[{"id": 7, "text": "', resolve));
    request.destroy();
    const papers = await fetch(`${api.url}/rest/v1/papers`, {
      headers: { apikey: api.keys.secret },
    });
    expect(await papers.json()).toEqual([]);
  });
});

describe("bodies of other services", () => {
  test("have a limit of their own, declared or in chunks", async () => {
    const fits = await post("/auth/v1/token", streamOf(limits.authBodyBytes));
    expect(fits.status).toBe(200);
    for (const body of ["x".repeat(limits.authBodyBytes + 1), streamOf(limits.authBodyBytes + 1)]) {
      const response = await post("/auth/v1/token", body);
      expect(response.status).toBe(413);
      expect(await codeOf(response)).toBe("payload_too_large");
    }
  });
});

describe("slow answers", () => {
  const slow = (to: typeof api, signal?: AbortSignal) =>
    fetch(`${to.url}/rest/v1/rpc/rest_a_while`, {
      method: "POST",
      headers: { apikey: to.keys.secret, "content-type": "application/json" },
      body: JSON.stringify({ seconds: 60 }),
      signal: signal ?? null,
    });

  test("are given up at the limit", async () => {
    await using impatient = await startApi(schema, { limits: { restTimeoutMs: 300 } });
    const response = await slow(impatient);
    expect(response.status).toBe(504);
    expect(await codeOf(response)).toBe("upstream_timeout");
  });

  test("nobody waits for any more do no harm to later requests", async () => {
    const aborted = Array.from({ length: 5 }, async () => {
      const controller = new AbortController();
      const answer = slow(api, controller.signal);
      await sleep(50);
      controller.abort();
      await expect(answer).rejects.toThrow();
    });
    await Promise.all(aborted);
    const response = await fetch(`${api.url}/rest/v1/papers`, {
      headers: { apikey: api.keys.publishable },
    });
    expect(response.status).toBe(200);
  });
});
