import { everybody } from "../../helpers/everybody.ts";
import { createBudget } from "../../helpers/time.ts";

everybody("sees what a project may cost", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { open }) => createBudget(db, open),
  act: (db, { open }) => db.count("select from project_budgets where project_id = $1", [open.id]),
});

everybody("sees what a private project may cost without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { secret }) => createBudget(db, secret),
  act: (db, { secret }) =>
    db.count("select from project_budgets where project_id = $1", [secret.id]),
});

everybody("sets what a project may cost", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open }) =>
    db.count(
      `insert into project_budgets (organization_id, project_id, amount_minor, currency)
       values ($1, $2, 100, 'EUR')`,
      [open.organization_id, open.id],
    ),
  untouched: (db, { open }) =>
    db.all("select * from project_budgets where project_id = $1", [open.id]),
});

everybody("changes what a project may cost", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { open }) => createBudget(db, open),
  act: (db, { open }) =>
    db.count("update project_budgets set amount_minor = 7 where project_id = $1", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_budgets where project_id = $1", [open.id]),
});

everybody("deletes what a project may cost", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { open }) => createBudget(db, open),
  act: (db, { open }) => db.count("delete from project_budgets where project_id = $1", [open.id]),
  untouched: (db, { open }) =>
    db.all("select * from project_budgets where project_id = $1", [open.id]),
});
