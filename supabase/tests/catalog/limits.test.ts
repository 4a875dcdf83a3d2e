import { profileUpdateSchema } from "@flowdesk/types/accounts";
import { attachmentUpdateSchema } from "@flowdesk/types/attachments";
import { clientContactUpdateSchema, clientUpdateSchema } from "@flowdesk/types/clients";
import { commentUpdateSchema } from "@flowdesk/types/comments";
import { labelUpdateSchema } from "@flowdesk/types/labels";
import { organizationUpdateSchema } from "@flowdesk/types/organizations";
import { projectStatusUpdateSchema, projectUpdateSchema } from "@flowdesk/types/projects";
import { rateUpdateSchema } from "@flowdesk/types/rates";
import { savedViewUpdateSchema } from "@flowdesk/types/saved-views";
import { taskUpdateSchema } from "@flowdesk/types/tasks";
import { timeEntryUpdateSchema } from "@flowdesk/types/time";
import { describe, expect } from "vitest";
import type { z } from "zod";
import { asUser, type Database } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createAttachment, createClient, createComment, createLabel } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import { createEntry, createRate } from "../helpers/time.ts";
import type { World } from "../helpers/world.ts";

const lines = (limit: number) => ["", "x", "x".repeat(limit), "x".repeat(limit + 1), "a\tb", "é🎉"];
const texts = (limit: number) => ["", "a\nb", "🎉".repeat(limit), "x".repeat(limit + 1)];
const flags = [true, false];
const colours = ["#00ff99", "#00FF99", "#fff", "red", ""];
const positions = ["a0", "a00", "a0V", "b0", "Zz", "zz", "á1", "", "a", `A${"0".repeat(26)}`];
const paths = [null, "", "a/b.png", "x".repeat(500), "x".repeat(501)];
const dates = [null, "2026-02-28", "2026-02-30", "soon"];
const locales = ["en", "de-AT", "zh-Hant-TW", "", "english", "EN", "de_AT"];
const timezones = ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "", "FOO+3", "Berlin"];

interface Contract {
  table: string;
  schema: z.ZodObject;
  /** The row to try them on. */
  id: (world: World, db: Database) => unknown;
  samples: Record<string, readonly unknown[]>;
}

const contracts: Contract[] = [
  {
    table: "profiles",
    schema: profileUpdateSchema,
    id: ({ people }) => people.owner.id,
    samples: { display_name: lines(80), avatar_path: paths, locale: locales, timezone: timezones },
  },
  {
    table: "organizations",
    schema: organizationUpdateSchema,
    id: ({ acme }) => acme.id,
    samples: {
      name: lines(100),
      slug: ["a", "a-b", "x".repeat(48), "x".repeat(49), "", "-a", "a-", "a--b", "A", "é"],
      currency: ["EUR", "eur", "EURO", ""],
      locale: locales,
      timezone: timezones,
      logo_path: paths,
    },
  },
  {
    table: "clients",
    schema: clientUpdateSchema,
    id: async ({ acme }, db) => (await createClient(db, acme)).id,
    samples: {
      name: lines(120),
      legal_name: lines(200),
      address_lines: ["", "a\nb", "a\tb", "x".repeat(500), "x".repeat(501)],
      postal_code: lines(20),
      city: lines(100),
      region: lines(100),
      country: [null, "SE", "se", "XX", "SWE", ""],
      vat_id: lines(40),
      tax_number: lines(40),
      currency: ["EUR", "eur", "EURO", ""],
      locale: locales,
      payment_terms_days: [null, -1, 0, 30, 365, 366, 1.5],
      notes: texts(20_000),
      archived_at: ["2026-01-01T10:00:00Z", null, "never"],
    },
  },
  {
    table: "client_contacts",
    schema: clientContactUpdateSchema,
    id: async ({ acme }, db) => {
      const { id } = await db.one<{ id: string }>(
        `insert into client_contacts (organization_id, client_id, name, email)
         values ($1, $2, 'Ida', 'ida@nordlys.example') returning id`,
        [acme.id, (await createClient(db, acme)).id],
      );
      return id;
    },
    samples: {
      name: lines(120),
      email: [null, "a@b.example", "a b@c.example", "a@b", "@", ""],
      phone: lines(40),
      is_primary: flags,
      receives_invoices: flags,
    },
  },
  {
    table: "labels",
    schema: labelUpdateSchema,
    id: async ({ acme }, db) => (await createLabel(db, acme)).id,
    samples: { name: lines(60), colour: colours },
  },
  {
    table: "projects",
    schema: projectUpdateSchema,
    id: ({ open }) => open.id,
    samples: {
      name: lines(120),
      description: texts(20_000),
      colour: colours,
      budget_minutes: [null, 0, 1, 60_000_000, 60_000_001, 1.5],
      status: ["planned", "active", "on_hold", "completed", "cancelled", "late"],
      visibility: ["private", "organization", "public"],
      start_date: dates,
      due_date: dates,
      archived_at: ["2026-01-01T10:00:00Z", null, "2026-01-01T10:00:00+01:00", "never"],
    },
  },
  {
    table: "project_statuses",
    schema: projectStatusUpdateSchema,
    id: ({ open }) => open.id,
    samples: {
      name: lines(60),
      category: ["todo", "in_progress", "done", "cancelled"],
      position: positions,
      wip_limit: [null, 0, 1, 999, 1000, 1.5],
    },
  },
  {
    table: "saved_views",
    schema: savedViewUpdateSchema,
    id: async ({ acme, people }, db) => {
      const { id } = await db.one<{ id: string }>(
        "insert into saved_views (organization_id, owner_id, name) values ($1, $2, 'V') returning id",
        [acme.id, people.owner.id],
      );
      return id;
    },
    samples: {
      name: lines(60),
      layout: ["list", "board", "calendar", "timeline"],
      query: [
        {},
        { a: ["b", 1, null], c: { d: true } },
        { a: "x".repeat(8181) },
        { a: "x".repeat(8182) },
        { a: [[], ["é".repeat(2000), "é".repeat(2087)], {}] },
        { a: [[], ["é".repeat(2000), "é".repeat(2086)], {}] },
      ],
      is_shared: flags,
    },
  },
  {
    table: "tasks",
    schema: taskUpdateSchema,
    id: ({ openTask }) => openTask.id,
    samples: {
      title: lines(300),
      description: texts(50_000),
      priority: ["none", "low", "medium", "high", "urgent", "asap"],
      start_date: dates,
      due_date: dates,
      estimate_minutes: [null, 0, 1, 600_000, 600_001, 1.5],
      position: positions,
      archived_at: [null, "2026-01-01T10:00:00Z", "never"],
    },
  },
  {
    table: "comments",
    schema: commentUpdateSchema,
    id: async ({ openTask, people }, db) =>
      (await createComment(db, openTask, { author: people.owner })).id,
    samples: {
      body: [...texts(20_000), " ", " \t\n", "\u00a0\u3000", "\u200b\ufeff\u2060", "\u200bx", "👍"],
    },
  },
  {
    table: "attachments",
    schema: attachmentUpdateSchema,
    id: async ({ openTask, people }, db) =>
      (await createAttachment(db, openTask, { uploader: people.owner })).id,
    samples: { name: [...lines(255), "Büro 1.pdf", "日本語.txt"] },
  },
  {
    table: "rates",
    schema: rateUpdateSchema,
    id: async ({ acme }, db) => (await createRate(db, acme)).id,
    samples: {
      amount_minor: [0, -1, 100_000_000_000, 100_000_000_001, 1.5],
      currency: ["EUR", "eur", "EURO", ""],
      valid_from: dates.slice(1),
    },
  },
  {
    table: "time_entries",
    schema: timeEntryUpdateSchema,
    id: async ({ open, people }, db) => (await createEntry(db, open, people.member)).id,
    samples: {
      description: texts(2_000),
      started_at: ["2026-01-05T09:30:00Z", "2026-01-05T08:30:00+01:00", "never"],
      ended_at: ["2026-01-05T09:30:00Z", "2026-01-05T12:30:00+01:00", "later"],
      is_billable: [true, false],
    },
  },
];

const cells = contracts.flatMap((contract) =>
  Object.entries(contract.samples).map(([column, values]) => ({ ...contract, column, values })),
);

describe("a contract of packages/types accepts exactly what the table does", () => {
  test.for(cells)(
    "$column of $table",
    async ({ table, schema, id, column, values }, { db, world }) => {
      const key = table === "project_statuses" ? "key = 'todo' and project_id" : "id";
      const row = await id(world, db);
      for (const value of values) {
        const outcome = await codeOf(
          asUser(db, world.people.owner, () =>
            db.count(`update ${table} set ${column} = $2 where ${key} = $1`, [row, value]),
          ),
        );
        const isValid = schema.safeParse({ [column]: value }).success;
        const shown = `${column} = ${JSON.stringify(value)?.slice(0, 40)}`;
        expect
          .soft({ shown, isValid }, outcome)
          .toEqual({ shown, isValid: outcome === "succeeded" });
      }
    },
  );

  test.for(contracts)("$table: nothing of the contract is left out here", ({ schema, samples }) => {
    // Ids and keys of other rows have foreign keys to judge them.
    const referring = new Set([
      "lead_id",
      "client_id",
      "assignee_id",
      "parent_id",
      "status",
      "comment_id",
      "project_id",
      "task_id",
    ]);
    const left = Object.keys(schema.shape).filter(
      (column) => !(column in samples) && !referring.has(column),
    );
    expect(left).toEqual([]);
  });
});
