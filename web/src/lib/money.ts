/** A currency and how many digits its minor unit has: 2 for the euro, 0 for the yen. */
export interface Currency {
  code: string;
  exponent: number;
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount of minor units as the language writes it, with its currency and a real minus. */
export function formatMoney(minor: number, { code, exponent }: Currency, language: string): string {
  const key = `${language}:${code}:${exponent}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      style: "currency",
      currency: code,
      minimumFractionDigits: exponent,
      maximumFractionDigits: exponent,
    });
    formats.set(key, format);
  }
  return format.format(minor / 10 ** exponent).replace("-", "−");
}

/**
 * How many minor units people mean by "1,250.50" or "1.250,50"; undefined where nobody can know. The last mark divides
 * off the fraction, unless three digits follow it as they do in thousands, and the currency has no fraction that long.
 */
export function parseMoney(text: string, { exponent }: Currency): number | undefined {
  const compact = text.replaceAll(/[\s'’]/g, "");
  const match = /^(.*?)(?:([.,])(\d+))?$/.exec(compact);
  const [, before = "", mark = "", after = ""] = match ?? [];
  const isFraction = after.length !== 3 || exponent === 3;
  const [whole, fraction] = isFraction ? [before, after] : [compact, ""];
  const thousands = /^(?:\d+|\d{1,3}([.,])\d{3}(?:\1\d{3})*)$/.exec(whole);
  if (!thousands || fraction.length > exponent) return undefined;
  if (isFraction && mark !== "" && thousands[1] === mark) return undefined;
  const minor = Number(`${whole.replaceAll(/[.,]/g, "")}${fraction.padEnd(exponent, "0")}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** An amount as it is typed, without its currency. */
export function moneyInput(minor: number, { exponent }: Currency, language: string): string {
  return new Intl.NumberFormat(language, {
    useGrouping: false,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(minor / 10 ** exponent);
}
