const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/gy;

/**
 * Milliseconds of a duration as Go writes them (`1h30m`, `0.5s`, `0`), or undefined for anything
 * else. config.toml and the admin interface speak Go's durations.
 * https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number | undefined {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === "0") return 0;
  let milliseconds = 0;
  let end = 0;
  for (const part of rest.matchAll(PART)) {
    milliseconds += Number(part[1]) * (UNITS[part[2] ?? ""] ?? 0);
    end = part.index + part[0].length;
  }
  if (end === 0 || end !== rest.length) return undefined;
  return sign === "-" ? -milliseconds : milliseconds;
}
