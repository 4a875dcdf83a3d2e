import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deleteLater, undoMs, useLeaving } from "./delete-later.ts";
import { hasUnsaved } from "./unsaved.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is deleted is gone at once, and nothing is sent while it can be taken back", async () => {
  const work = vi.fn(async () => {});
  const { result } = renderHook(() => useLeaving());
  act(() => void deleteLater("c1", work));
  expect(result.current.has("c1")).toBe(true);
  expect(hasUnsaved()).toBe(true);
  await act(() => vi.advanceTimersByTimeAsync(undoMs - 1));
  expect(work).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(work).toHaveBeenCalledTimes(1);
  expect(hasUnsaved()).toBe(false);
});

test("taken back it is there again, and never deleted", async () => {
  const work = vi.fn(async () => {});
  const { result } = renderHook(() => useLeaving());
  const { undo } = deleteLater("c2", work);
  act(undo);
  expect(result.current.has("c2")).toBe(false);
  await vi.advanceTimersByTimeAsync(undoMs);
  expect(work).not.toHaveBeenCalled();
});

test("a refused deletion shows it again", async () => {
  const { result } = renderHook(() => useLeaving());
  act(() => void deleteLater("c3", () => Promise.reject(new Error("refused"))));
  await act(() => vi.advanceTimersByTimeAsync(undoMs));
  expect(result.current.has("c3")).toBe(false);
});

test("a page that is left deletes before it goes", () => {
  const work = vi.fn(async () => {});
  act(() => void deleteLater("c4", work));
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(work).toHaveBeenCalledTimes(1);
});
