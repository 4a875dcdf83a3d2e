/** What a line of the log may tell besides its message. Never headers, bodies, queries or keys. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** A failure with its cause, which stays here: callers get the request id. */
  error(message: string, cause: unknown, fields?: LogFields): void;
}

/** Tokens and keys as they might stand inside the message of somebody else's error. */
const SECRETS = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|\b(?:sb_secret|re|whsec|sk_live|sk_test)_[\w-]{8,}/g;

export function withoutSecrets(text: string): string {
  return text.replace(SECRETS, "[secret]");
}

/** One JSON object a line, each with the same fields: the function and the request it belongs to. */
export function createLog(bound: LogFields): Log {
  const write = (level: "info" | "warn" | "error", message: string, fields: LogFields = {}) => {
    console[level](withoutSecrets(JSON.stringify({ level, message, ...bound, ...fields })));
  };
  return {
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, cause, fields) => write("error", message, { ...fields, cause: tell(cause) }),
  };
}

function tell(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const told = cause.stack ?? `${cause.name}: ${cause.message}`;
  return cause.cause === undefined ? told : `${told}\ncaused by ${tell(cause.cause)}`;
}
