import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hasUnsaved } from "#/lib/unsaved.ts";
import { EditableText } from "./editable-text.tsx";

const onSave = vi.fn();

function show(): HTMLElement {
  render(
    <EditableText
      label="Description"
      value="Before"
      readOnly={false}
      maxLength={1000}
      seen="version 4"
      onSave={onSave}
    />,
  );
  const field = screen.getByLabelText("Description");
  fireEvent.focus(field);
  return field;
}

function type(field: HTMLElement, value: string) {
  fireEvent.change(field, { target: { value } });
}

beforeEach(() => {
  vi.useFakeTimers();
  onSave.mockReset();
});
afterEach(() => vi.useRealTimers());

test("several lines are saved on a pause in the typing, and not again on leaving", () => {
  const field = show();
  type(field, "Before and after");
  expect(hasUnsaved()).toBe(true);
  expect(onSave).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(1_500));
  expect(onSave.mock.calls).toEqual([["version 4", "Before and after"]]);
  fireEvent.blur(field);
  expect(onSave).toHaveBeenCalledTimes(1);
  expect(hasUnsaved()).toBe(false);
});

test("Escape goes back to what stood there, also after a pause has saved", () => {
  const field = show();
  type(field, "Nonsense");
  act(() => void vi.advanceTimersByTime(1_500));
  fireEvent.keyDown(field, { key: "Escape" });
  expect(onSave.mock.calls.at(-1)).toEqual(["version 4", "Before"]);
});
