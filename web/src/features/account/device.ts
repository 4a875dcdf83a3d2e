export interface Device {
  /** "Firefox"; undefined where nothing says so. */
  browser: string | undefined;
  /** "Windows" */
  system: string | undefined;
  isHandheld: boolean;
}

// The first that fits counts: nearly every browser also calls itself Safari, and most of them Chrome.
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|HeadlessChrome|Chromium)\//, "Chrome"],
  [/\bVersion\/.*\bSafari\//, "Safari"],
];

// Phones with Android also say Linux, and iPhones also say Mac OS X.
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** What a user agent tells of a device, in the words that its owner has for it. A guess, and only for the eye. */
export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? "";
  const find = (known: readonly [RegExp, string][]) =>
    known.find(([pattern]) => pattern.test(text))?.[1];
  // A program says its own name first: "node", "curl/8.5.0".
  const program = text.startsWith("Mozilla/") ? undefined : /^[\w.-]+/.exec(text)?.[0];
  return {
    browser: find(browsers) ?? program?.slice(0, 40),
    system: find(systems),
    isHandheld: /\b(iPhone|iPad|Android|Mobile)\b/.test(text),
  };
}
