import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { StackError } from "../../../errors.ts";
import type { AuthConfig, MailTemplateConfig } from "../auth-config.ts";
import { defaultTemplate } from "./default-templates.ts";
import {
  type Output,
  parseTemplate,
  type Template,
  type TemplateValues,
} from "./template-language.ts";

export type TemplateName =
  | keyof AuthConfig["email"]["template"]
  | keyof AuthConfig["email"]["notification"];

export interface RenderedMail {
  subject: string;
  html: string;
  /** Templates of the project are HTML alone. */
  text: string | undefined;
}

export type MailTemplates = Readonly<
  Record<TemplateName, (values: TemplateValues) => RenderedMail>
>;

/** Reads the project's templates; one that cannot be read or understood stops the start. */
export async function loadTemplates(
  config: AuthConfig,
  supabaseDirectory: string,
): Promise<MailTemplates> {
  const { template, notification } = config.email;
  const load = (name: TemplateName, settings: MailTemplateConfig) =>
    loadTemplate(name, settings, supabaseDirectory);
  return {
    confirmation: await load("confirmation", template.confirmation),
    invite: await load("invite", template.invite),
    magic_link: await load("magic_link", template.magic_link),
    recovery: await load("recovery", template.recovery),
    email_change: await load("email_change", template.email_change),
    reauthentication: await load("reauthentication", template.reauthentication),
    password_changed: await load("password_changed", notification.password_changed),
    email_changed: await load("email_changed", notification.email_changed),
    mfa_factor_enrolled: await load("mfa_factor_enrolled", notification.mfa_factor_enrolled),
    mfa_factor_unenrolled: await load("mfa_factor_unenrolled", notification.mfa_factor_unenrolled),
  };
}

async function loadTemplate(
  name: TemplateName,
  settings: MailTemplateConfig,
  supabaseDirectory: string,
): Promise<(values: TemplateValues) => RenderedMail> {
  const own = settings.content_path
    ? await readContent(settings.content_path, supabaseDirectory)
    : settings.content;
  const standard = defaultTemplate(name);
  const parse = (source: string, output: Output): Template => {
    try {
      return parseTemplate(source, output);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StackError(
        "config_invalid",
        `The mail template ${settings.content_path ?? name}: ${reason}`,
        { cause },
      );
    }
  };
  const subject = parse(settings.subject ?? standard.subject, "text");
  const html = parse(own ?? standard.html, "html");
  const text = own === undefined ? parse(standard.text, "text") : undefined;
  return (values) => ({
    // A line break in somebody's name must not begin another header.
    subject: subject.render(values).replace(/\s+/g, " ").trim(),
    html: html.render(values),
    text: text?.render(values),
  });
}

/** Relative to the project, as the Supabase CLI takes it, or to its `supabase` folder. */
async function readContent(path: string, supabaseDirectory: string): Promise<string> {
  const candidates = [resolve(dirname(supabaseDirectory), path), resolve(supabaseDirectory, path)];
  for (const candidate of candidates) {
    try {
      return await readFile(candidate, "utf8");
    } catch {
      // Perhaps it is the other one.
    }
  }
  throw new StackError("config_invalid", `The mail template ${path} cannot be read.`);
}
