import { html, raw } from "hono/html";
import { inboxStyle } from "./inbox-style.ts";
import { type Message, sizeOf } from "./message.ts";

type Markup = ReturnType<typeof html>;

/** Reloads the list once something new has come. */
const WATCH = `
const seen = document.querySelector("main").dataset.newest;
setInterval(async () => {
  const response = await fetch("/api/messages?limit=1").catch(() => undefined);
  const newest = (await response?.json())?.messages[0]?.id ?? "";
  if (response && newest !== seen) location.reload();
}, 3000);
`;

function page(title: string, nonce: string, body: Markup, script = ""): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${raw(inboxStyle)}
        </style>
      </head>
      <body>
        ${body}
        ${script === "" ? "" : html`<script nonce="${nonce}">${raw(script)}</script>`}
      </body>
    </html>`;
}

/** The list of mails, newest first. */
export function listPage(
  messages: readonly Message[],
  { to, newest, nonce }: { to: string; newest: string; nonce: string },
): Markup {
  const list = html`<ol>
    ${messages.map(
      (message) =>
        html`<li>
          <a href="/messages/${message.id}">
            <strong>${message.subject}</strong>
            <time class="quiet" datetime="${message.created_at}">${shortTime(message)}</time>
            <span class="quiet">to ${message.to.join(", ")}</span>
            <span class="quiet">${attachmentCount(message)}</span>
          </a>
        </li>`,
    )}
  </ol>`;
  const empty = html`<p class="empty">
    ${to === "" ? "No mail yet. What is sent here appears by itself." : `No mail to ${to}.`}
  </p>`;
  return page(
    "Inbox",
    nonce,
    html`<main data-newest="${newest}">
      <header>
        <h1>Inbox</h1>
        <span class="quiet">Nothing here has left this machine.</span>
        <form>
          <input type="search" name="to" value="${to}" placeholder="Recipient" aria-label="Recipient" />
          <button>Filter</button>
        </form>
      </header>
      ${messages.length > 0 ? list : empty}
    </main>`,
    WATCH,
  );
}

export const VIEWS = ["html", "text", "headers"] as const;
export type View = (typeof VIEWS)[number];

/** One mail. Its HTML is a document of its own, in a frame that may do nothing. */
export function messagePage(message: Message, view: View, nonce: string): Markup {
  const row = (name: string, values: readonly string[]) =>
    values.length === 0
      ? ""
      : html`<dt>${name}</dt>
          <dd>${values.join(", ")}</dd>`;
  return page(
    message.subject,
    nonce,
    html`<main>
      <p><a href="/">Inbox</a></p>
      <h1>${message.subject}</h1>
      <dl>
        ${row("From", [message.from])} ${row("To", message.to)} ${row("Cc", message.cc)}
        ${row("Bcc", message.bcc)} ${row("Reply to", message.reply_to)}
        ${row("Received", [new Date(message.created_at).toUTCString()])}
        ${row(
          "Tags",
          message.tags.map((tag) => `${tag.name}: ${tag.value}`),
        )}
      </dl>
      ${attachmentList(message)}
      <nav aria-label="Views">
        ${VIEWS.map(
          (name) =>
            html`<a
              href="/messages/${message.id}?view=${name}"
              ${name === view ? raw('aria-current="page"') : ""}
              >${{ html: "HTML", text: "Text", headers: "Headers" }[name]}</a
            >`,
        )}
      </nav>
      ${content(message, view)}
    </main>`,
  );
}

function content(message: Message, view: View): Markup {
  if (view === "headers") return html`<pre>${headerText(message)}</pre>`;
  if (view === "text") return html`<pre>${message.text ?? "This mail has no text part."}</pre>`;
  return html`<iframe
    title="The mail"
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    src="/messages/${message.id}/html"
  ></iframe>`;
}

function attachmentList({ id, attachments }: Message): Markup | string {
  if (attachments.length === 0) return "";
  return html`<ul>
    ${attachments.map(
      (attachment) =>
        html`<li>
          <a href="/api/messages/${id}/attachments/${attachment.id}">${attachment.filename}</a>
          <span class="quiet">${attachment.content_type}, ${sizeOf(attachment)} bytes</span>
        </li>`,
    )}
  </ul>`;
}

function headerText(message: Message): string {
  return [
    ["From", message.from],
    ["To", message.to.join(", ")],
    ["Cc", message.cc.join(", ")],
    ["Reply-To", message.reply_to.join(", ")],
    ["Subject", message.subject],
    ["Date", new Date(message.created_at).toUTCString()],
    ["Message-ID", message.message_id],
    ...Object.entries(message.headers),
  ]
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function shortTime({ created_at }: Message): string {
  return `${created_at.slice(0, 10)} ${created_at.slice(11, 16)} UTC`;
}

function attachmentCount({ attachments }: Message): string {
  if (attachments.length === 0) return "";
  return attachments.length === 1 ? "1 file" : `${attachments.length} files`;
}
