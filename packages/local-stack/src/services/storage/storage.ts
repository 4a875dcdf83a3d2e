import { join } from "node:path";
import { Hono } from "hono";
import type { StorageConfig } from "../../config.ts";
import { StackError } from "../../errors.ts";
import type { DatabaseAddress, HttpService, Logger } from "../../service.ts";
import type { Tokens } from "../../tokens.ts";
import { createByteStore } from "./bytes.ts";
import { provideBuckets } from "./config-buckets.ts";
import { openDatabase } from "./database.ts";
import { errorResponse, StorageError, toStorageError } from "./errors.ts";
import { createJanitor, type Janitor } from "./janitor.ts";
import type { ResumableContext } from "./resumable/resumable.ts";
import { createTurns } from "./resumable/turns.ts";
import { createUploadStore } from "./resumable/upload-store.ts";
import { bucketRoutes } from "./routes/buckets.ts";
import { downloadRoutes } from "./routes/downloads.ts";
import { objectRoutes } from "./routes/objects.ts";
import { resumableRoutes } from "./routes/resumable.ts";
import { signingRoutes } from "./routes/signing.ts";
import { unsupportedRoutes } from "./routes/unsupported.ts";

export interface StorageOptions {
  config: StorageConfig;
  /** As `supabase_storage_admin`. */
  database: DatabaseAddress;
  tokens: Tokens;
  /** Where bytes lie. */
  directory: string;
  /** The project's `supabase` folder, which `objects_path` of config.toml starts from. */
  supabaseDirectory: string;
  /** Whether bytes must survive a loss of power. */
  durable: boolean;
  log: Logger;
}

/**
 * A small Storage on hosted's endpoints, tables and error codes: rows under the project's policies, bytes
 * in files. The README says what is missing.
 */
export function createStorage(options: StorageOptions): HttpService {
  const { config, log } = options;
  let running: { context: ResumableContext; app: Hono; janitor: Janitor } | undefined;

  return {
    name: "storage",
    async start() {
      if (running) return;
      const database = openDatabase(options.database, log);
      const context: ResumableContext = {
        database,
        bytes: createByteStore({
          directory: join(options.directory, "objects"),
          durable: options.durable,
        }),
        uploads: createUploadStore(join(options.directory, "uploads")),
        turns: createTurns(),
        tokens: options.tokens,
        sizeLimit: config.file_size_limit,
        log,
      };
      try {
        await database.transaction((sql) => sql.run("select from storage.objects limit 0"));
        await provideBuckets(context, config.buckets, options.supabaseDirectory);
      } catch (cause) {
        await database.close();
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new StackError("storage_failed", `Storage cannot start: ${reason}`, { cause });
      }
      running = { context, app: createApp(context), janitor: createJanitor(context) };
    },
    async stop() {
      const { context, janitor } = running ?? {};
      running = undefined;
      await janitor?.stop();
      await context?.database.close();
    },
    health() {
      if (!running) return "stopped";
      return running.context.database.isReachable() ? "healthy" : "unhealthy";
    },
    async fetch(request) {
      if (running) return running.app.fetch(request);
      return errorResponse(
        new StorageError(503, "InternalError", "Storage is not running", { httpStatus: 503 }),
      );
    },
  };
}

/** Routes with more words come first: `/object/list/x` is not an object of a bucket `list`. */
function createApp(context: ResumableContext): Hono {
  const app = new Hono();
  app.get("/status", (c) => c.json({ status: "ok" }));
  app.route("/", resumableRoutes(context));
  app.route("/", unsupportedRoutes(context));
  app.route("/", bucketRoutes(context));
  app.route("/", signingRoutes(context));
  app.route("/", downloadRoutes(context));
  app.route("/", objectRoutes(context));
  app.notFound((c) =>
    Response.json(
      {
        statusCode: "404",
        code: "InvalidRequest",
        error: "Not Found",
        message: `Route ${c.req.method}:${c.req.path} not found`,
      },
      { status: 404 },
    ),
  );
  app.onError((error, c) => {
    const known = toStorageError(error);
    if (known.status === 500) {
      context.log.error({ err: error, path: c.req.path }, known.message);
    }
    return errorResponse(known);
  });
  return app;
}
