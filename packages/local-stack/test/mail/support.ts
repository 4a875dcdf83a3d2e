import pino from "pino";
import { Resend } from "resend";
import { z } from "zod";
import { createMail, type MailOptions } from "../../src/services/mail/mail.ts";

export interface TestMail extends AsyncDisposable {
  url: string;
  /** The stock client, told by its own environment variable where to send. */
  client(key?: string): Resend;
  request(path: string, init?: RequestInit): Promise<Response>;
  inbox(query?: string): Promise<Inbox>;
  behave(settings: object): Promise<void>;
}

const inboxSchema = z.object({
  total: z.int(),
  messages: z.array(
    z.object({
      id: z.string(),
      subject: z.string(),
      to: z.array(z.string()),
      html: z.string().nullable(),
      text: z.string().nullable(),
      attachments: z.array(z.object({ filename: z.string(), size: z.int(), url: z.string() })),
      tags: z.array(z.object({ name: z.string(), value: z.string() })),
      headers: z.record(z.string(), z.string()),
    }),
  ),
});
export type Inbox = z.infer<typeof inboxSchema>;

export async function startMail(options: Partial<MailOptions> = {}): Promise<TestMail> {
  const service = createMail({ port: 0, log: pino({ level: "silent" }), ...options });
  await service.start();
  const { url } = service;
  const request = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init);
  return {
    url,
    client(key = "re_test") {
      process.env.RESEND_BASE_URL = url;
      // Its own logging of refusals goes to the console otherwise.
      process.env.NODE_ENV = "production";
      return new Resend(key);
    },
    request,
    inbox: async (query = "") => {
      const response = await request(`/api/messages?limit=1000&${query}`);
      return inboxSchema.parse(await response.json());
    },
    async behave(settings) {
      const response = await request("/api/behaviour", {
        method: "PUT",
        body: JSON.stringify(settings),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    [Symbol.asyncDispose]: () => service.stop(),
  };
}

export const letter = {
  from: "Desk <desk@example.com>",
  to: "ada@example.com",
  subject: "Hello",
  html: "<p>Hello Ada</p>",
};
