import { vi } from "vitest";

interface Call {
  method: string;
  /** Path and query, decoded. */
  path: string;
  headers: Headers;
  body: unknown;
}

type Answer = (call: Call) => Response | Promise<Response>;

/** Puts `answer` in the network's place for one test; the calls are kept in order. */
export function stubNetwork(answer: Answer): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const call: Call = {
      method: request.method,
      path: decodeURIComponent(`${url.pathname}${url.search}`),
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    calls.push(call);
    return answer(call);
  });
  return calls;
}

/** As PostgREST answers. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status });
}
