import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { boundShortcuts, characterShortcuts, useShortcut } from "./use-shortcut.ts";

function Bound({ create, go }: { create?: () => unknown; go?: () => unknown }) {
  useShortcut("create", create ?? (() => false), create !== undefined);
  useShortcut("goProjects", go ?? (() => false), go !== undefined);
  return <input aria-label="Name" />;
}

afterEach(() => characterShortcuts.turn(true));

test("a key does what it is bound to while the component is shown, and nothing after", async () => {
  const create = vi.fn();
  const { unmount } = render(<Bound create={create} />);
  await userEvent.keyboard("c");
  expect(boundShortcuts()).toEqual(["create"]);
  unmount();
  await userEvent.keyboard("c");
  expect(create).toHaveBeenCalledTimes(1);
  expect(boundShortcuts()).toEqual([]);
});

test("letters typed into a field are letters", async () => {
  const create = vi.fn();
  render(<Bound create={create} />);
  await userEvent.type(screen.getByLabelText("Name"), "c");
  expect(create).not.toHaveBeenCalled();
  expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("c");
});

test("g and then p goes; p alone does not", async () => {
  const go = vi.fn();
  render(<Bound go={go} />);
  await userEvent.keyboard("p");
  expect(go).not.toHaveBeenCalled();
  await userEvent.keyboard("gp");
  expect(go).toHaveBeenCalledTimes(1);
});

test("of two that are bound the last is asked first, and may pass", async () => {
  const first = vi.fn();
  const second = vi.fn(() => false);
  render(<Bound create={first} />);
  render(<Bound create={second} />);
  await userEvent.keyboard("c");
  expect(second).toHaveBeenCalledTimes(1);
  expect(first).toHaveBeenCalledTimes(1);
});

test("who turned off single characters can type them anywhere", async () => {
  const create = vi.fn();
  render(<Bound create={create} />);
  characterShortcuts.turn(false);
  await userEvent.keyboard("c");
  expect(create).not.toHaveBeenCalled();
});
