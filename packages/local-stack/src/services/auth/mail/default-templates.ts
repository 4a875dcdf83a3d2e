import type { TemplateName } from "./templates.ts";

interface DefaultTemplate {
  subject: string;
  html: string;
  text: string;
}

interface Wording {
  subject: string;
  title: string;
  sentence: string;
  /** Leads to the confirmation. Without one the mail shows the code alone. */
  button?: string;
  footnote: string;
}

const NOT_YOU = "If you did not ask for this, you can ignore this mail.";
const NOT_YOURS = "If it was not you, change your password and tell whoever runs this service.";

const WORDINGS: Readonly<Record<TemplateName, Wording>> = {
  confirmation: {
    subject: "Confirm your email address",
    title: "Confirm your email address",
    sentence: "One step is left until your account is ready.",
    button: "Confirm address",
    footnote: NOT_YOU,
  },
  invite: {
    subject: "You have been invited",
    title: "You have been invited",
    sentence: "Somebody has made an account for you. Accept to begin.",
    button: "Accept invitation",
    footnote: "If you did not expect this, you can ignore this mail.",
  },
  magic_link: {
    subject: "Your sign-in link",
    title: "Sign in",
    sentence: "This link signs you in once.",
    button: "Sign in",
    footnote: NOT_YOU,
  },
  recovery: {
    subject: "Reset your password",
    title: "Choose a new password",
    sentence: "Follow the link to set a new password for your account.",
    button: "Reset password",
    footnote: NOT_YOU,
  },
  email_change: {
    subject: "Confirm your new email address",
    title: "Confirm the change of address",
    sentence:
      "Your account is to belong to {{ .NewEmail }}{{ if .Email }} instead of {{ .Email }}{{ end }}.",
    button: "Confirm change",
    footnote: NOT_YOU,
  },
  reauthentication: {
    subject: "{{ .Token }} is your verification code",
    title: "Your verification code",
    sentence: "Enter this code to go on.",
    footnote: NOT_YOU,
  },
  password_changed: {
    subject: "Your password was changed",
    title: "Your password was changed",
    sentence: "The password of your account {{ .Email }} has just been changed.",
    footnote: NOT_YOURS,
  },
  email_changed: {
    subject: "Your email address was changed",
    title: "Your email address was changed",
    sentence: "Your account now belongs to {{ .Email }} instead of {{ .OldEmail }}.",
    footnote: NOT_YOURS,
  },
  mfa_factor_enrolled: {
    subject: "A second factor was added",
    title: "A second factor was added",
    sentence: "Signing in to {{ .Email }} now takes a second step ({{ .FactorType }}).",
    footnote: NOT_YOURS,
  },
  mfa_factor_unenrolled: {
    subject: "A second factor was removed",
    title: "A second factor was removed",
    sentence: "A second step ({{ .FactorType }}) of signing in to {{ .Email }} was removed.",
    footnote: NOT_YOURS,
  },
};

export function defaultTemplate(name: TemplateName): DefaultTemplate {
  const wording = WORDINGS[name];
  return { subject: wording.subject, html: htmlOf(wording), text: textOf(wording) };
}

const FONT = "font-family: system-ui, -apple-system, 'Segoe UI', sans-serif";

function htmlOf({ title, sentence, button, footnote }: Wording): string {
  const link = button
    ? `<p style="margin: 0 0 24px">
        <a href="{{ .ConfirmationURL }}" style="display: inline-block; padding: 12px 20px;
          border-radius: 8px; background: #1f2937; color: #ffffff; text-decoration: none;
          font-weight: 600">${button}</a>
      </p>`
    : "";
  return `<!doctype html>
<html lang="en">
  <body style="margin: 0; padding: 32px 16px; background: #f4f4f5; color: #18181b; ${FONT}">
    <div style="max-width: 480px; margin: 0 auto; padding: 32px; background: #ffffff;
      border: 1px solid #e4e4e7; border-radius: 12px; line-height: 1.5">
      <h1 style="margin: 0 0 12px; font-size: 20px">${title}</h1>
      <p style="margin: 0 0 24px">${sentence}</p>
      ${link}
      {{ if .Token }}<p style="margin: 0 0 24px">${button ? "Or enter this code:" : ""}
        <span style="display: block; font-size: 24px; letter-spacing: 4px; font-weight: 600">{{ .Token }}</span>
      </p>{{ end }}
      <p style="margin: 0; font-size: 13px; color: #71717a">${footnote}</p>
    </div>
  </body>
</html>
`;
}

function textOf({ title, sentence, button, footnote }: Wording): string {
  const parts = [title, sentence];
  if (button) parts.push(`${button}:\n{{ .ConfirmationURL }}`);
  parts.push(
    `{{ if .Token }}${button ? "Or enter this code: " : ""}{{ .Token }}\n\n{{ end }}${footnote}`,
  );
  return `${parts.join("\n\n")}\n`;
}
