const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** An attribute that holds an address, as far as it was written before the value. */
const OPEN_ADDRESS = /\b(?:href|src|action|background|cite|poster)\s*=\s*(?:"([^"]*)|'([^']*))$/i;
const SAFE_SCHEME = /^(?:https?:|mailto:|[^:]*(?:[/?#]|$))/i;

/**
 * A value for the place at which it stands, as Go's html/template does: text, the beginning of an
 * address (no `javascript:`), or a part of one behind its question mark.
 */
export function escapeExpression(text: string, before: string): string {
  const [address, double, single] = OPEN_ADDRESS.exec(before) ?? [];
  if (address === undefined) return escapeHtml(text);
  const written = double ?? single ?? "";
  if (/[?#&]/.test(written)) return encodeURIComponent(text.toWellFormed());
  const isSafe = written !== "" || SAFE_SCHEME.test(text);
  return isSafe ? escapeHtml(text) : "#ZgotmplZ";
}
