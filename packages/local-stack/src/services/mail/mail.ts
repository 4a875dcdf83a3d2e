import { randomBytes } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { listen, stopListening, trackAnswers } from "../../gateway/listening.ts";
import type { Health, Logger, Service } from "../../service.ts";
import { createBehaviour, PlannedFailure } from "./behaviour.ts";
import { createDeliveryFolder, nowhere } from "./deliveries.ts";
import { inboxApi } from "./inbox-api.ts";
import { listPage, messagePage, VIEWS } from "./inbox-page.ts";
import { mailDocument } from "./mail-document.ts";
import { MailError } from "./mail-error.ts";
import { createMailbox, type Mailbox } from "./mailbox.ts";
import { resendApi } from "./resend-api.ts";

export interface MailOptions {
  /** 0 takes a free one; `url` tells which. */
  port: number;
  /** Where mails outlive the process. Without it they are kept in memory only. */
  directory?: string | undefined;
  log: Logger;
}

export interface MailService extends Service {
  readonly url: string;
}

const HOST = "127.0.0.1";
const LISTED = 200;

/** Takes mail as Resend does, delivers none of it, and shows it. */
export function createMail(options: MailOptions): MailService {
  const { log } = options;
  const store = options.directory ? createDeliveryFolder(options.directory, log) : nowhere;
  let mailbox: Mailbox | undefined;
  let server: Server | undefined;
  let answers: ReadonlySet<ServerResponse> = new Set();
  let state: Health = "stopped";
  let url = `http://${HOST}:${options.port}`;

  return {
    name: "mail",
    get url() {
      return url;
    },
    health: () => state,
    async start() {
      if (server) return;
      state = "starting";
      try {
        mailbox = createMailbox(store, log);
        await mailbox.load();
        const app = createApp(mailbox, log);
        const serve = getRequestListener(app.fetch, { overrideGlobalObjects: false });
        const made = createServer((incoming, outgoing) => void serve(incoming, outgoing));
        answers = trackAnswers(made);
        await listen(made, options.port, HOST, "mail");
        const address = made.address();
        if (typeof address === "object" && address !== null) url = `http://${HOST}:${address.port}`;
        server = made;
      } catch (error) {
        state = "stopped";
        throw error;
      }
      state = "healthy";
    },
    async stop() {
      state = "stopped";
      const running = server;
      server = undefined;
      if (running) await stopListening(running, answers);
      await mailbox?.settled();
    },
  };
}

function createApp(mailbox: Mailbox, log: Logger): Hono {
  const behaviour = createBehaviour();
  const app = new Hono();
  app.use(async (c, next) => {
    requireLoopbackHost(c.req.header("host"));
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cache-control", "no-store");
  });
  app.route("/", resendApi(mailbox, behaviour));
  app.route("/api", inboxApi(mailbox, behaviour));
  app.route("/", inboxRoutes(mailbox));
  app.notFound(() =>
    new MailError(404, "not_found", "The requested endpoint does not exist.").toResponse(),
  );
  app.onError((error) => {
    if (error instanceof MailError || error instanceof PlannedFailure) return error.toResponse();
    log.error({ err: error }, "the mail catcher failed to answer");
    return new MailError(500, "application_error", "An unexpected error occurred.").toResponse();
  });
  return app;
}

function inboxRoutes(mailbox: Mailbox): Hono {
  const requireMessage = (id: string) => {
    const message = mailbox.find(id);
    if (!message) throw new MailError(404, "not_found", "There is no such message.");
    return message;
  };
  return new Hono()
    .get("/", (c) => {
      const to = c.req.query("to")?.trim() ?? "";
      const nonce = newNonce();
      c.header("content-security-policy", pagePolicy(nonce));
      const messages = mailbox.list(to === "" ? {} : { to }).slice(0, LISTED);
      const newest = mailbox.list()[0]?.id ?? "";
      return c.html(listPage(messages, { to, newest, nonce }));
    })
    .get("/messages/:id", (c) => {
      const message = requireMessage(c.req.param("id"));
      const fallback = message.html === null ? "text" : "html";
      const view = VIEWS.find((name) => name === c.req.query("view")) ?? fallback;
      const nonce = newNonce();
      c.header("content-security-policy", pagePolicy(nonce));
      return c.html(messagePage(message, view, nonce));
    })
    .get("/messages/:id/html", (c) => mailDocument(requireMessage(c.req.param("id"))));
}

/** A name that resolves to this machine makes it part of a foreign site; only our own names count. */
function requireLoopbackHost(host: string | undefined): void {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
  if (!["127.0.0.1", "localhost", "[::1]"].includes(name)) {
    throw new MailError(403, "validation_error", "The mail catcher answers on loopback only.");
  }
}

const newNonce = () => randomBytes(16).toString("base64");

const pagePolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
