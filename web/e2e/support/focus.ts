import type { Page } from "playwright-core";

// More stops than any screen of ours should ask of anybody who has no mouse; the page of all building blocks has them.
const maxStops = 300;

const reachable =
  "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/**
 * Walks through the page with Tab as somebody without a mouse does, and answers with what is wrong: stops
 * that show no focus, and controls that Tab does not come to. Within a group that arrows move through (a menu,
 * tabs, radio buttons) one stop is enough.
 */
export async function findFocusProblems(page: Page): Promise<string[]> {
  // What comes after the walk has passed would look as if Tab did not come to it.
  await page.waitForLoadState("networkidle");
  await page.evaluate(shortenTables);
  await page.evaluate("document.activeElement?.blur?.()");
  const problems: string[] = [];
  for (let stop = 0; stop < maxStops; stop += 1) {
    await page.keyboard.press("Tab");
    const found: { name: string; isVisible: boolean; isKnown: boolean } | null =
      await page.evaluate(inspectFocus);
    if (!found) continue;
    if (found.isKnown) break;
    if (!found.isVisible) problems.push(`${found.name} shows no focus`);
  }
  const missed: string[] = await page.evaluate(findMissed);
  return [...problems, ...missed.map((name) => `Tab does not come to ${name}`)];
}

// These run in the page, so they are text: what they know of the DOM is none of Node's business.

// Of a thousand rows a few stand for all.
const shortenTables = `for (const table of document.querySelectorAll("table[aria-rowcount]")) {
  if (Number(table.ariaRowCount) > 50) {
    for (const row of [...table.tBodies[0].rows].slice(6)) row.inert = true;
  }
}`;

const inspectFocus = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body || element.hasAttribute("data-radix-focus-guard")) return null;
  const isKnown = element.hasAttribute("data-was-reached");
  element.setAttribute("data-was-reached", "");
  const draws = (style) => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
  const isVisible =
    [undefined, "::after", "::before"].some((part) => draws(getComputedStyle(element, part))) ||
    draws(getComputedStyle(element.closest("label") ?? element)) ||
    // The palette: its caret is enough where there is nowhere else to be.
    (element.role === "combobox" &&
      element.closest("[role=dialog]")?.querySelectorAll(${JSON.stringify(reachable)}).length === 1);
  const name = element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40) || element.id;
  return { name: element.tagName.toLowerCase() + " " + JSON.stringify(name), isVisible, isKnown };
})()`;

// What floats over the page keeps Tab within itself until Escape closes it.
const findMissed = `[...(
    document.activeElement?.closest("[data-radix-popper-content-wrapper], [role=dialog]") ?? document
  ).querySelectorAll(${JSON.stringify(reachable)})]
  .filter((element) =>
    !element.hasAttribute("data-was-reached") &&
    // A group hands the focus on to one of its items.
    !element.querySelector("[data-was-reached]") &&
    !element.hasAttribute("data-radix-focus-guard") &&
    element.tabIndex >= 0 &&
    !element.closest("[aria-hidden=true], [inert], [data-sonner-toaster]") &&
    element.checkVisibility({ visibilityProperty: true }))
  .map((element) =>
    element.tagName.toLowerCase() + " " +
    JSON.stringify(element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40)))`;
