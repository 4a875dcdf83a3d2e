import { randomUUID } from "node:crypto";
import type { Logger } from "../../../service.ts";
import type { RenderedMail } from "./templates.ts";

/** Where mails are handed in: anything that speaks Resend's API. */
export interface MailEndpoint {
  url: string;
  apiKey: string;
  /** `Name <address>` */
  from: string;
}

export interface Mailer {
  /** Rejects when the mail was not taken. */
  send(to: string, mail: RenderedMail, kind: string): Promise<void>;
}

const TIMEOUT_MS = 5_000;

export function createMailer(endpoint: MailEndpoint | undefined, log: Logger): Mailer {
  return {
    async send(to, mail, kind) {
      if (!endpoint) {
        log.warn(`a mail (${kind}) was not sent: the mail catcher is turned off`);
        return;
      }
      const response = await fetch(`${endpoint.url.replace(/\/$/, "")}/emails`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${endpoint.apiKey}`,
          "content-type": "application/json",
          "idempotency-key": randomUUID(),
        },
        body: JSON.stringify({
          from: endpoint.from,
          to: [to],
          ...mail,
          tags: [{ name: "category", value: kind }],
        }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = await response.text();
      if (!response.ok) {
        throw new Error(`the mail was refused (${response.status}): ${answer.slice(0, 500)}`);
      }
    },
  };
}
