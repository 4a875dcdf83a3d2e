import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { type Beside, type Logger, StackError, type StackStatus } from "@flowdesk/local-stack";
import { getRequestListener } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import { webDist } from "./project.ts";

const CONFIG_BLOCK = /(<script type="application\/json" id="flowdesk-config">)[^<]*(<\/script>)/;

export interface ServeWebOptions {
  status: Pick<StackStatus, "API_URL" | "PUBLISHABLE_KEY">;
  port: number;
  log: Logger;
}

/** Serves the built client on loopback, told at request time which stack it belongs to. */
export async function serveWeb(options: ServeWebOptions): Promise<Beside> {
  const page = await renderPage(options.status);
  const app = createWebApp(page, options.status.API_URL);
  const server = createServer(getRequestListener(app.fetch));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(options.port, "127.0.0.1", resolve);
  await promise.catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === "EADDRINUSE"
      ? new StackError(
          "port_in_use",
          `Port ${options.port} (web) is in use. Stop the program that holds it, or choose other ports with --port-base N.`,
        )
      : cause;
  });
  return {
    status: { WEB_URL: `http://127.0.0.1:${options.port}` },
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

function createWebApp(page: string, apiUrl: string): Hono {
  const app = new Hono();
  const sockets = apiUrl.replace(/^http/, "ws");
  app.use(compress());
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Positioned popovers and toasts set style attributes and one style element at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:", apiUrl],
        connectSrc: ["'self'", apiUrl, sockets],
        // The browser's viewer of PDFs, on a signed address of Storage.
        frameSrc: [apiUrl],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // Plain HTTP on loopback: a browser must not remember to insist on TLS.
      strictTransportSecurity: false,
    }),
  );
  // File names in assets/ carry a hash of their content.
  app.use("/assets/*", async (c, next) => {
    await next();
    if (c.res.ok) c.header("Cache-Control", "public, max-age=31536000, immutable");
  });
  const renderIndex = (c: Context) => {
    c.header("Cache-Control", "no-cache");
    return c.html(page);
  };
  app.get("/", renderIndex);
  app.get("/index.html", renderIndex);
  app.use("*", serveStatic({ root: webDist }));
  app.get("/assets/*", (c) => c.text("Not found", 404));
  // Any other address is a page of the client: its router decides.
  app.get("*", renderIndex);
  return app;
}

async function renderPage(status: ServeWebOptions["status"]): Promise<string> {
  const html = await readFile(join(webDist, "index.html"), "utf8");
  // Where FlowDesk itself is reached, once organizations have hostnames of their own.
  const hostnames = process.env.FLOWDESK_HOSTNAMES?.split(",");
  const config = { apiUrl: status.API_URL, publishableKey: status.PUBLISHABLE_KEY, hostnames };
  // `<` inside a script element could end it early.
  const json = JSON.stringify(config).replaceAll("<", "\\u003c");
  if (!CONFIG_BLOCK.test(html))
    throw new Error("web/dist/index.html has no flowdesk-config block.");
  return html.replace(CONFIG_BLOCK, (_, open: string, close: string) => `${open}${json}${close}`);
}
