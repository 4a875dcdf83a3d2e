import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import { ImportPage } from "./import-page.tsx";

const project = {
  id: "0190a1b2-0000-7000-8000-000000000001",
  name: "Website",
  archived_at: null,
  statuses: [
    { key: "todo", name: "To do", category: "todo" },
    { key: "done", name: "Done", category: "done" },
  ],
  people: [{ id: "0190a1b2-0000-7000-8000-000000000002", name: "Ana Alvarez" }],
};

const bodySchema = z.object({
  dry_run: z.boolean(),
  import_id: z.uuid(),
  rows: z.array(z.looseObject({ row_number: z.int(), title: z.string() })),
});

/** Refuses rows without a title, as the database does; remembers what a real import created. */
function stubImport() {
  const created = new Map<number, string>();
  const calls = stubNetwork(({ body }) => {
    const { dry_run, rows } = bodySchema.parse(body);
    return json(
      rows.map(({ row_number, title }) => {
        const refusal = { code: "23514", message: "m", details: "tasks_title_is_printable" };
        if (!title) return { row_number, task_id: null, number: null, ...refusal };
        if (!dry_run && !created.has(row_number)) created.set(row_number, crypto.randomUUID());
        const task_id = created.get(row_number) ?? null;
        return { row_number, task_id, number: null, code: null, message: null, details: null };
      }),
    );
  });
  return { sent: () => calls.map(({ body }) => bodySchema.parse(body)) };
}

function show(can: (permission: string) => boolean = () => true) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OrganizationProvider organization={{ id: "org-1", name: "Acme", slug: "acme", can }}>
        <ImportPage project={project} header={null} toTasks={<p>To the tasks</p>} />
      </OrganizationProvider>
    </QueryClientProvider>,
  );
}

async function choose(...lines: string[]) {
  const file = new File([lines.join("\r\n")], `${crypto.randomUUID()}.csv`, { type: "text/csv" });
  await userEvent.upload(screen.getByLabelText(/Drop/), file);
}

beforeEach(() => () => vi.unstubAllGlobals());

test("columns and values are guessed, shown, and sent as they are shown", async () => {
  const { sent } = stubImport();
  show();
  await choose("Summary;State;Who", "Write;Closed;", "Read;Blocked;");
  expect(await screen.findByRole("combobox", { name: "Summary" })).toHaveProperty(
    "textContent",
    "Title",
  );
  const values = screen.getByRole("region", { name: "Status" });
  expect(within(values).getByRole("combobox", { name: "Status Closed" }).textContent).toBe("Done");
  const unknown = within(values).getByRole("combobox", { name: /Blocked/ });
  expect(unknown.textContent).toBe("First status (To do)");
  expect(within(values).getAllByRole("img", { name: "Nothing was found for" })).toHaveLength(1);

  await userEvent.click(screen.getByRole("button", { name: "Check rows" }));
  expect(await screen.findByText("2 rows can be imported.")).toBeTruthy();
  expect(sent()).toMatchObject([
    {
      dry_run: true,
      rows: [
        { row_number: 2, title: "Write", status: "done" },
        { row_number: 3, title: "Read" },
      ],
    },
  ]);
});

test("a file is rehearsed, then imported; refused rows are named with their number and reason", async () => {
  const { sent } = stubImport();
  show();
  await choose("Title,Notes", "One,a", ",b", "Three,c");
  await userEvent.click(await screen.findByRole("button", { name: "Check rows" }));
  expect(await screen.findByText("1 row would be refused.")).toBeTruthy();
  expect(screen.getByRole("row", { name: /^3 The title is empty/ })).toBeTruthy();

  await userEvent.click(screen.getByRole("button", { name: "Import 2 tasks" }));
  expect(await screen.findByText("2 rows of the file are tasks now.")).toBeTruthy();
  expect(screen.getByText("1 row was refused.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Download refused rows" })).toBeTruthy();
  expect(screen.getByText("To the tasks")).toBeTruthy();
  const [rehearsal, real] = sent();
  expect(real?.dry_run).toBe(false);
  expect(real?.import_id).toBe(rehearsal?.import_id);
});

test("without a column for the title nothing is sent", async () => {
  const { sent } = stubImport();
  show();
  await choose("A,B", "One,a");
  const check = await screen.findByRole("button", { name: "Check rows" });
  expect(check).toHaveProperty("disabled", true);
  expect(screen.getByText("Choose the column that becomes the title.")).toBeTruthy();
  expect(sent()).toEqual([]);
});

test("a file with nothing in it says so", async () => {
  stubImport();
  show();
  await choose("Title,Notes");
  expect(await screen.findByText(/There is nothing to import/)).toBeTruthy();
});

test("who may not create tasks is not asked for a file", () => {
  show((permission) => permission !== "tasks.create");
  expect(screen.queryByLabelText(/Drop/)).toBeNull();
  expect(screen.getByText(/You cannot create tasks/)).toBeTruthy();
});
