import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

let source: Promise<string> | undefined;

/** What axe finds wrong with the page as it is now, a line each, but for the rules named. */
export async function findAccessibilityProblems(
  page: Page,
  without: readonly string[] = [],
): Promise<string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // Evaluated by the debugger, so that the page's content security policy has no say in it.
  await page.evaluate(`window.axe || (() => { ${await source} })()`);
  await page.evaluate(colourHasSettled);
  const results: Pick<AxeResults, "violations"> = await page.evaluate(
    // Nothing is embedded, and no rule we run needs the style sheets fetched once more.
    `axe.run(document, {
      resultTypes: ["violations"],
      preload: false,
      iframes: false,
      rules: ${JSON.stringify(Object.fromEntries(without.map((rule) => [rule, { enabled: false }])))},
    })`,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) =>
      [id, target.join(" "), failureSummary.replaceAll(/\s+/g, " ")].join(": "),
    ),
  );
}

// Another theme fades in, level by level of the page, however short each step is.
const colourHasSettled = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const isUnderWay = ({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime);
  do { await frame(); await frame(); } while (document.getAnimations().some(isUnderWay));
})()`;
