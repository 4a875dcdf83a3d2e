import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { type RequestIdVariables, requestId } from "hono/request-id";
import type { ZodError } from "zod";
import { CodedError, DatabaseError } from "./errors.ts";
import { createLog, type Log } from "./log.ts";
import { version } from "./version.ts";

export type BoundaryVariables = RequestIdVariables & { log: Log };

interface BoundaryEnvironment {
  Variables: BoundaryVariables;
}

interface FunctionOptions {
  /** The folder's name: the platform passes paths on with it. */
  name: string;
  /** What the function is for, in its OpenAPI document. */
  description: string;
  maximumBodyBytes?: number;
}

const DEFAULT_MAXIMUM_BODY_BYTES = 256 * 1024;

/**
 * An app with everything that stands between the world and a handler: cross-origin rules, request id, log,
 * limits, failures in the API's form, and the OpenAPI document at `/openapi.json`.
 */
export function createFunction({ name, description, maximumBodyBytes }: FunctionOptions) {
  const app = new OpenAPIHono<BoundaryEnvironment>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  }).basePath(`/${name}`);
  app.use(openToAllOrigins(), requestId(), logRequests(name), limitBody(maximumBodyBytes));
  app.onError(answerError);
  app.notFound(() => {
    throw new CodedError("route_not_found", "There is nothing at this address.", {
      hint: `See /functions/v1/${name}/openapi.json`,
    });
  });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: `FlowDesk ${name}`, version, description },
    servers: [{ url: "/functions/v1" }],
  });
  return app;
}

/** A token in a header is what proves who calls, never a cookie: so every origin may ask. */
function openToAllOrigins() {
  return cors({
    origin: "*",
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposeHeaders: ["X-Request-Id", "ETag", "Content-Disposition", "Retry-After"],
    maxAge: 86_400,
  });
}

/** A line for each request. Paths can hold tokens, so the route's pattern stands for them. */
function logRequests(name: string) {
  return createMiddleware<BoundaryEnvironment>(async function logRequests(c, next) {
    const log = createLog({ function: name, request_id: c.get("requestId") });
    c.set("log", log);
    const started = performance.now();
    await next();
    log.info("request", {
      method: c.req.method,
      route: c.req.matchedRoutes.at(-1)?.path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  });
}

function limitBody(maxSize = DEFAULT_MAXIMUM_BODY_BYTES) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new CodedError(
        "body_too_large",
        `A request to this function has at most ${maxSize} bytes.`,
      );
    },
  });
}

function invalidRequest(error: ZodError): CodedError {
  const problems = error.issues.map(({ path, message }) => [path.join("."), message].join(": "));
  return new CodedError("request_invalid", "The request is not as this function needs it.", {
    details: problems.join("; "),
  });
}

/** Expected failures answer with their code; of all others the caller learns only under which id the log tells them. */
function answerError(error: Error, c: Context<BoundaryEnvironment>): Response {
  if (error instanceof CodedError || error instanceof DatabaseError) {
    return c.json(error.body, error.status);
  }
  // Hono's own: what cannot be read as the body that the route asks for.
  if (error instanceof HTTPException && error.status < 500) {
    const { body, status } = new CodedError("request_invalid", error.message);
    return c.json(body, status);
  }
  const id = c.get("requestId");
  const log = c.get("log") ?? createLog({ request_id: id });
  log.error("unexpected failure", error);
  const { body, status } = new CodedError("internal_error", "Something broke on our side.", {
    hint: `Tell support the request id ${id}.`,
  });
  return c.json(body, status);
}
