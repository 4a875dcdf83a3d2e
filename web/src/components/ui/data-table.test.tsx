import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import { DataTable } from "./data-table.tsx";
import type { TableColumn } from "./data-table-columns.ts";
import { TooltipProvider } from "./tooltip.tsx";

interface Fruit {
  id: string;
  name: string;
  price: number | null;
}

const fruits: Fruit[] = [
  { id: "1", name: "Pear 10", price: 3 },
  { id: "2", name: "Pear 2", price: null },
  { id: "3", name: "Apple", price: 20 },
];
const columns: TableColumn<Fruit>[] = [
  { id: "name", header: "Name", sortBy: ({ name }) => name, cell: ({ name }) => name },
  {
    id: "price",
    header: "Price",
    sortBy: ({ price }) => price,
    cell: ({ price }) => price,
    foot: (rows) => rows.reduce((sum, { price }) => sum + (price ?? 0), 0),
  },
];

function Fruits({ rows = fruits }: { rows?: Fruit[] }) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  return (
    <TooltipProvider>
      <DataTable
        label="Fruits"
        name="fruits"
        rows={rows}
        columns={columns}
        selection={selection}
        onSelectionChange={setSelection}
        nameOf={({ name }) => name}
        renderLink={({ id }, look) => <a href={`#${id}`} {...look} />}
      />
      <output>{[...selection].sort().join(" ")}</output>
    </TooltipProvider>
  );
}

beforeEach(() => localStorage.clear());

function names(): (string | null)[] {
  return within(screen.getByRole("table"))
    .queryAllByRole("link")
    .map(({ textContent }) => textContent);
}

test("a press on a column's name sorts by it, numbers in words as numbers", async () => {
  render(<Fruits />);
  await userEvent.click(screen.getByRole("button", { name: "Name" }));
  expect(names()).toEqual(["Apple", "Pear 2", "Pear 10"]);
  await userEvent.click(screen.getByRole("button", { name: "Name" }));
  expect(names()).toEqual(["Pear 10", "Pear 2", "Apple"]);
});

test("what has no value comes last, whichever way", async () => {
  render(<Fruits />);
  await userEvent.click(screen.getByRole("button", { name: "Price" }));
  expect(names()).toEqual(["Pear 10", "Apple", "Pear 2"]);
  await userEvent.click(screen.getByRole("button", { name: "Price" }));
  expect(names()).toEqual(["Apple", "Pear 10", "Pear 2"]);
});

test("rows are selected by their box, by x, and all at once", async () => {
  render(<Fruits />);
  await userEvent.click(screen.getByRole("checkbox", { name: "Select Apple" }));
  expect(screen.getByRole("status").textContent).toBe("3");
  screen.getByRole("link", { name: "Pear 2" }).focus();
  await userEvent.keyboard("x");
  expect(screen.getByRole("status").textContent).toBe("2 3");
  await userEvent.click(screen.getByRole("checkbox", { name: "Select all" }));
  expect(screen.getByRole("status").textContent).toBe("1 2 3");
});

test("Shift chooses all rows from the one chosen before, in the order shown, and lets them go again", async () => {
  const rows = ["a", "b", "c", "d", "e"].map((name) => ({ id: name, name, price: null }));
  render(<Fruits rows={rows} />);
  const user = userEvent.setup();
  const press = (name: string) =>
    user.click(screen.getByRole("checkbox", { name: `Select ${name}` }));
  const chosen = () => screen.getByRole("status").textContent;

  await user.click(screen.getByRole("button", { name: "Name" }));
  await user.click(screen.getByRole("button", { name: "Name" }));
  await press("d");
  await user.keyboard("{Shift>}");
  await press("b");
  expect(chosen()).toBe("b c d");
  await press("c");
  await user.keyboard("{/Shift}");
  expect(chosen()).toBe("d");
  await press("a");
  expect(chosen()).toBe("a d");
});

test("a column can be hidden, and its sum goes with it", async () => {
  const { unmount } = render(<Fruits />);
  expect(screen.getByText("23")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  await userEvent.click(screen.getByRole("menuitemcheckbox", { name: "Price" }));
  expect(screen.queryByText("23")).toBeNull();
  unmount();
  render(<Fruits />);
  expect(screen.queryByRole("button", { name: "Price" })).toBeNull();
});

test("of thousands of rows only those in sight are drawn", () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => ({
    id: String(index),
    name: `Fruit ${index}`,
    price: 1,
  }));
  render(<Fruits rows={rows} />);
  expect(names().length).toBeLessThan(100);
  expect(screen.getByText("5000")).toBeDefined();
});
