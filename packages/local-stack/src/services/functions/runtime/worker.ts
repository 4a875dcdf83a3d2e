/**
 * One function in an isolate of its own: catches what the function gives to `Deno.serve`, and serves it on a
 * port that only the stack's proxy may use.
 */
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { captureConsole, withRequest } from "./console.ts";
import { deno, type Handler, type ServeOptions } from "./deno.ts";
import { TOKEN_HEADER, type WorkerMessage, type WorkerTask } from "./protocol.ts";

const task: WorkerTask = workerData;
const port = parentPort;
const serve = deno.serve;
let captured: { handler: Handler; onError: ServeOptions["onError"] } | undefined;

captureConsole(task);
const heapLimit = getHeapStatistics().heap_size_limit;
port?.on("message", () => {
  const { external, arrayBuffers } = process.memoryUsage();
  tell({
    kind: "pong",
    // Deno breaks off what fills the heap, with the limit raised so that this succeeds. In a handler of
    // Deno.serve that ends neither the worker nor the request.
    hasReachedHeapLimit: getHeapStatistics().heap_size_limit > heapLimit,
    externalBytes: Math.max(external, arrayBuffers),
  });
});

deno.serve = (...args) => {
  const [first, second] = args;
  const options = typeof first === "function" ? {} : first;
  const handler = typeof first === "function" ? first : (second ?? options.handler);
  if (handler === undefined) throw new TypeError("A handler function must be provided.");
  captured = { handler, onError: options.onError };
  options.onListen?.({ transport: "tcp", hostname: "0.0.0.0", port: 9999 });
  const never = new Promise<void>(() => undefined);
  return Object.assign(
    { addr: { transport: "tcp", hostname: "0.0.0.0", port: 9999 } },
    { finished: never, ref() {}, unref() {}, shutdown: async () => {} },
  );
};

// Work that goes on after the answer: this worker lives on anyway, so only its failure needs a place.
Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil(work: unknown) {
      Promise.resolve(work).catch((error: unknown) => console.error(error));
    },
  },
});

try {
  const module: { default?: { fetch?: Handler } } = await import(task.entrypoint);
  const { default: main } = module;
  if (captured === undefined && typeof main?.fetch === "function") {
    captured = { handler: main.fetch.bind(main), onError: undefined };
  }
  if (captured === undefined) throw new TypeError("It neither calls Deno.serve nor exports fetch.");
  const server = serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => undefined, onError: answerError },
    handle,
  );
  tell({ kind: "listening", port: server.addr.port });
} catch (error) {
  console.error("the function failed to start:", error);
  tell({ kind: "boot_failed", message: error instanceof Error ? error.message : String(error) });
}

async function handle(request: Request, info: unknown): Promise<Response> {
  if (request.headers.get(TOKEN_HEADER) !== task.token || captured === undefined) {
    return new Response(null, { status: 403 });
  }
  const headers = new Headers(request.headers);
  headers.delete(TOKEN_HEADER);
  const { handler, onError } = captured;
  return await withRequest(headers.get("x-request-id"), async () => {
    try {
      const response = await handler(new Request(request, { headers }), info);
      if (response instanceof Response) return response;
      throw new TypeError("The handler did not return a Response.");
    } catch (error) {
      return onError === undefined ? answerError(error) : await onError(error);
    }
  });
}

/** Hosted's code of an exception that a function does not catch. */
function answerError(error: unknown): Response {
  console.error(error);
  const code = "WORKER_ERROR";
  const message = "Function exited due to an error (please check logs)";
  return Response.json(
    { code, message, details: null, hint: null },
    { status: 500, headers: { "sb-error-code": code } },
  );
}

function tell(message: WorkerMessage): void {
  port?.postMessage(message);
}
