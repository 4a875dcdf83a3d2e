import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const screenshotFolder = join(import.meta.dirname, "../../../.artifacts/screenshots");

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Chromium out of an npm package on Linux x64, elsewhere the one that the system has. */
export async function launchBrowser(): Promise<Browser & AsyncDisposable> {
  const args = [
    "--no-sandbox",
    // Drawn by the processor, which is all there is: through its imitation of a graphics card a frame may
    // take seconds.
    "--disable-gpu",
    "--font-render-hinting=none",
    "--disable-background-networking",
    "--disable-component-update",
    // Hostnames of organizations lead to this machine.
    "--host-resolver-rules=MAP *.example 127.0.0.1",
  ];
  // Where the system's language is not set, names of files that are more than ASCII are lost.
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  if (process.platform === "linux" && process.arch === "x64") {
    const { default: bundled } = await import("@sparticuz/chromium");
    // Without the flags that the package proposes: they are made for short-lived functions, and take away
    // what a browser protects its pages by.
    return chromium.launch({ executablePath: await bundled.executablePath(), args, env });
  }
  for (const executablePath of SYSTEM_BROWSERS) {
    const exists = await access(executablePath).then(
      () => true,
      () => false,
    );
    if (exists) return chromium.launch({ executablePath, args, env });
  }
  throw new Error("The browser tests need Chrome or Chromium on this system; none was found.");
}

export interface Person extends AsyncDisposable {
  page: Page;
  /** What the console and the page complained of; a test ends by expecting none. */
  problems: string[];
}

export interface PersonOptions {
  width?: number;
  height?: number;
  colorScheme?: "light" | "dark";
  /** A finger instead of a pointer. */
  hasTouch?: boolean;
  /** The session of somebody who signed in before. */
  storageState?: Awaited<ReturnType<BrowserContext["storageState"]>> | undefined;
}

/** Somebody at a browser of their own: no cookie or storage is shared with anybody else. */
export async function openBrowserOf(
  browser: Browser,
  baseUrl: string,
  {
    width = 1440,
    height = 900,
    colorScheme = "light",
    hasTouch = false,
    storageState,
  }: PersonOptions = {},
): Promise<Person> {
  const context: BrowserContext = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width, height },
    colorScheme,
    hasTouch,
    isMobile: hasTouch,
    ...(storageState ? { storageState } : {}),
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** Kept as `.artifacts/screenshots/<name>.png`, for the eye. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshotFolder, { recursive: true });
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`), animations: "disabled" });
}
