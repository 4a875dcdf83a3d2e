import { everybody } from "../../helpers/everybody.ts";

everybody("sees who is in the organization", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { acme }) => db.count("select from memberships where organization_id = $1", [acme.id]),
});

everybody("sees who is in another organization", {
  allowed: ["stranger"],
  act: (db, { globex }) =>
    db.count("select from memberships where organization_id = $1", [globex.id]),
});

everybody("joins an organization by hand", {
  allowed: [],
  act: (db, { globex, acme, people }, actor) =>
    db.count("insert into memberships (organization_id, user_id, role) values ($1, $2, 'owner')", [
      actor === "stranger" ? acme.id : globex.id,
      actor === "anon" ? null : people[actor].id,
    ]),
  untouched: (db) => db.all("select * from memberships order by organization_id, user_id"),
});

everybody("promotes themselves by hand", {
  allowed: [],
  act: (db, { people }, actor) =>
    db.count("update memberships set role = 'owner', is_active = true where user_id = $1", [
      actor === "anon" ? null : people[actor].id,
    ]),
  untouched: (db) => db.all("select * from memberships order by organization_id, user_id"),
});

everybody("removes somebody by hand", {
  allowed: [],
  act: (db, { acme, people }) =>
    db.count("delete from memberships where organization_id = $1 and user_id = $2", [
      acme.id,
      people.viewer.id,
    ]),
  untouched: (db) => db.all("select * from memberships order by organization_id, user_id"),
});
