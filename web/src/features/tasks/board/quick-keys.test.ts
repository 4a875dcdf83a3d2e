import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paceKeys } from "./quick-keys.ts";

const heard: string[] = [];
const hear = ({ code }: KeyboardEvent) => heard.push(code);

function press(...codes: string[]) {
  for (const code of codes) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true }));
  }
}

/** Enough for one step to be taken in, not for two. */
function settle() {
  vi.advanceTimersToNextFrame();
  vi.advanceTimersByTime(20);
}

beforeEach(() => {
  vi.useFakeTimers();
  heard.length = 0;
  document.addEventListener("keydown", hear);
});

afterEach(() => {
  vi.useRealTimers();
  document.removeEventListener("keydown", hear);
});

test("keys that come at once are heard one after another, in order", () => {
  const stop = paceKeys();
  press("ArrowRight", "ArrowDown", "Space");
  expect(heard).toEqual([]);
  settle();
  expect(heard).toEqual(["ArrowRight"]);
  settle();
  settle();
  expect(heard).toEqual(["ArrowRight", "ArrowDown", "Space"]);
  stop();
});

test("a key that comes in its time is heard at once", () => {
  const stop = paceKeys();
  settle();
  press("ArrowRight");
  expect(heard).toEqual(["ArrowRight"]);
  stop();
});

test("after the end keys are left alone", () => {
  paceKeys()();
  press("Space", "Space");
  expect(heard).toEqual(["Space", "Space"]);
});
