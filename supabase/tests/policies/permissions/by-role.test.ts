import { everybody } from "../../helpers/everybody.ts";

everybody("reads the catalogue", {
  allowed: ["owner", "admin", "manager", "member", "viewer", "suspended", "stranger"],
  act: (db) => db.count("select from permissions"),
});

everybody("adds to the catalogue", {
  allowed: [],
  act: (db) =>
    db.count(
      `insert into permissions (key, position, description, is_write, default_roles)
       values ('world.rule', 99, 'Everything', true, '{viewer}')`,
    ),
  untouched: (db) => db.all("select * from permissions order by position"),
});

everybody("changes the catalogue", {
  allowed: [],
  act: (db) => db.count("update permissions set default_roles = '{viewer}' where true"),
  untouched: (db) => db.all("select * from permissions order by position"),
});

everybody("takes from the catalogue", {
  allowed: [],
  act: (db) => db.count("delete from permissions where key = 'audit.read'"),
  untouched: (db) => db.all("select * from permissions order by position"),
});
