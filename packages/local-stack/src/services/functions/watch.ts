import { type FSWatcher, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { parseJson } from "../../json.ts";
import type { Logger } from "../../service.ts";

export interface SourceWatchOptions {
  functionsDirectory: string;
  onChange: () => void;
  log: Logger;
}

const importMapSchema = z.object({ imports: z.record(z.string(), z.string()).default({}) });
/** An editor saves in several steps, and a checkout changes many files. */
const QUIET_MS = 100;

/** Tells when sources of functions change: their folder, and what an import map takes from beside it. */
export class SourceWatch {
  readonly #options: SourceWatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SourceWatchOptions) {
    this.#options = options;
  }

  /** Includes an import map's targets; called for each map that is in use. */
  async include(importMap: string | undefined): Promise<void> {
    this.#watch(this.#options.functionsDirectory);
    if (importMap === undefined) return;
    const text = await readFile(importMap, "utf8").catch(() => "");
    const { imports = {} } = importMapSchema.safeParse(parseJson(text)).data ?? {};
    for (const target of Object.values(imports)) {
      if (!target.startsWith(".")) continue;
      const path = resolve(dirname(importMap), target);
      this.#watch(target.endsWith("/") ? path : dirname(path));
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): void {
    const isCovered = [...this.#watchers.keys()].some(
      (known) => folder === known || folder.startsWith(join(known, sep)),
    );
    if (isCovered) return;
    try {
      const watcher = watch(folder, { recursive: true }, (_event, file) => {
        if (file === null || !isIgnored(file)) this.#changed();
      });
      watcher.on("error", (error) => {
        this.#options.log.debug({ err: error }, `${folder} is not watched any more`);
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      this.#options.log.warn({ err: error }, `changes below ${folder} are not noticed`);
    }
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#options.onChange(), QUIET_MS);
  }
}

function isIgnored(file: string): boolean {
  return file.split(sep).some((part) => part === "node_modules" || part === ".git");
}
