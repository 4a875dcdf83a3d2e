import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import { z } from "zod";

const file = join(import.meta.dirname, "src", "locales", "en.json");
const name = "virtual:first-texts";

/** The sections of the texts that a stranger reads. All others come with the pages inside. */
const sections = ["auth", "common", "errors", "pages", "ui", "validation"];

/**
 * `virtual:first-texts` is the part of the English texts that belongs into the first load. A file is one module
 * and cannot be divided between chunks, so the part is a module of its own.
 */
export function firstTexts(): Plugin {
  return {
    name: "flowdesk:first-texts",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      this.addWatchFile(file);
      const texts = z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(await readFile(file, "utf8")));
      const part = Object.fromEntries(sections.map((section) => [section, texts[section]]));
      return `export default ${JSON.stringify(part)};`;
    },
  };
}
