import { asService, asUser, type Database, type User } from "./database.ts";
import type { Organization, Project, Task } from "./rows.ts";

export interface TimeEntry {
  id: string;
  organization_id: string;
  project_id: string;
  task_id: string | null;
  user_id: string;
  description: string;
  started_at: Date;
  ended_at: Date | null;
  is_billable: boolean;
  version: number;
}

type Row = TimeEntry & Record<string, unknown>;

/** A moment of 5 January 2026, a Monday: `at("09:30")`. */
export const at = (time: string, day = "2026-01-05") => `${day} ${time}:00Z`;

/** A finished entry, or without `to` a running timer, written as the service. */
export function createEntry(
  db: Database,
  project: Pick<Project, "id" | "organization_id">,
  user: User,
  values: {
    from?: string;
    to?: string | null;
    task?: Task;
    description?: string;
    is_billable?: boolean;
  } = {},
): Promise<TimeEntry> {
  return asService(db, () =>
    db.one<Row>(
      `insert into public.time_entries
         (organization_id, project_id, task_id, user_id, description, started_at, ended_at, is_billable)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning *`,
      [
        project.organization_id,
        project.id,
        values.task?.id ?? null,
        user.id,
        values.description ?? "",
        values.from ?? at("09:00"),
        values.to === undefined ? at("10:00") : values.to,
        values.is_billable ?? true,
      ],
    ),
  );
}

/** A timer that the person set running so long ago. */
export function createTimer(
  db: Database,
  project: Pick<Project, "id" | "organization_id">,
  user: User,
  ago = "1 hour",
): Promise<TimeEntry> {
  return asService(db, () =>
    db.one<Row>(
      `insert into public.time_entries (organization_id, project_id, user_id, started_at)
       values ($1, $2, $3, now() - $4::interval) returning *`,
      [project.organization_id, project.id, user.id, ago],
    ),
  );
}

export function startTimer(
  db: Database,
  user: User,
  project: Pick<Project, "id" | "organization_id">,
): Promise<TimeEntry> {
  return asUser(db, user, () =>
    db.one<Row>("select * from start_timer($1, $2)", [project.organization_id, project.id]),
  );
}

export function stopTimer(db: Database, user: User): Promise<TimeEntry> {
  return asUser(db, user, () => db.one<Row>("select * from stop_timer()"));
}

export function entriesOf(db: Database, user: User): Promise<TimeEntry[]> {
  return asService(db, () =>
    db.all<Row>("select * from time_entries where user_id = $1 order by started_at", [user.id]),
  );
}

/** What an hour costs, in minor units of the currency; everybody's, everywhere and always, if nothing else is said. */
export function createRate(
  db: Database,
  organization: Pick<Organization, "id">,
  values: {
    amount?: number;
    currency?: string;
    project?: Pick<Project, "id">;
    user?: User;
    from?: string;
  } = {},
): Promise<{ id: string }> {
  return asService(db, () =>
    db.one<{ id: string }>(
      `insert into public.rates
         (organization_id, project_id, user_id, amount_minor, currency, valid_from)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [
        organization.id,
        values.project?.id ?? null,
        values.user?.id ?? null,
        values.amount ?? 10_000,
        values.currency ?? "EUR",
        values.from ?? "1900-01-01",
      ],
    ),
  );
}

export function createBudget(
  db: Database,
  project: Pick<Project, "id" | "organization_id">,
): Promise<number> {
  return asService(db, () =>
    db.count(
      `insert into public.project_budgets (organization_id, project_id, amount_minor, currency)
       values ($1, $2, 500000, 'EUR')`,
      [project.organization_id, project.id],
    ),
  );
}
