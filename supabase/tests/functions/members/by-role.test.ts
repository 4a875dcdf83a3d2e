import { everybody } from "../../helpers/everybody.ts";

const look = (db: { all: (sql: string) => Promise<unknown> }) =>
  db.all("select * from memberships order by organization_id, user_id");

everybody("lowers a manager to a viewer", {
  allowed: ["owner", "admin"],
  act: (db, { acme, insider }) =>
    db.count("select change_member_role($1, $2, 'viewer')", [acme.id, insider.id]),
  untouched: look,
});

everybody("makes a manager an admin", {
  allowed: ["owner", "admin"],
  act: (db, { acme, insider }) =>
    db.count("select change_member_role($1, $2, 'admin')", [acme.id, insider.id]),
  untouched: look,
});

everybody("makes a manager an owner", {
  allowed: ["owner"],
  act: (db, { acme, insider }) =>
    db.count("select change_member_role($1, $2, 'owner')", [acme.id, insider.id]),
  untouched: look,
});

everybody("makes themselves an owner", {
  allowed: [],
  act: (db, { acme, people }, actor) =>
    actor === "owner" || actor === "anon"
      ? Promise.resolve(0)
      : db.count("select change_member_role($1, $2, 'owner')", [acme.id, people[actor].id]),
  untouched: look,
});

everybody("suspends a manager", {
  allowed: ["owner", "admin"],
  act: (db, { acme, insider }) => db.count("select suspend_member($1, $2)", [acme.id, insider.id]),
  untouched: look,
});

everybody("suspends an owner", {
  allowed: [],
  act: (db, { acme, people }, actor) =>
    actor === "owner"
      ? Promise.resolve(0)
      : db.count("select suspend_member($1, $2)", [acme.id, people.owner.id]),
  untouched: look,
});

everybody("lets a suspended admin in again", {
  allowed: ["owner", "admin"],
  act: (db, { acme, people }) =>
    db.count("select restore_member($1, $2)", [acme.id, people.suspended.id]),
  untouched: look,
});

everybody("removes a manager", {
  allowed: ["owner", "admin"],
  act: (db, { acme, insider }) => db.count("select remove_member($1, $2)", [acme.id, insider.id]),
  untouched: look,
});

everybody("removes an owner", {
  allowed: [],
  act: (db, { acme, people }, actor) =>
    actor === "owner"
      ? Promise.resolve(0)
      : db.count("select remove_member($1, $2)", [acme.id, people.owner.id]),
  untouched: look,
});

everybody("leaves the organization, unless nobody else owns it", {
  allowed: ["admin", "manager", "member", "viewer"],
  act: (db, { acme }, actor) =>
    actor === "owner" ? Promise.resolve(0) : db.count("select leave_organization($1)", [acme.id]),
  untouched: look,
});

everybody("hands the organization over", {
  allowed: ["owner"],
  act: (db, { acme, insider }) =>
    db.count("select transfer_ownership($1, $2)", [acme.id, insider.id]),
  untouched: look,
});
