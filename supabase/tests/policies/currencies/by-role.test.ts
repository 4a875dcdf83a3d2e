import { everybody } from "../../helpers/everybody.ts";

everybody("reads the currencies", {
  allowed: ["owner", "admin", "manager", "member", "viewer", "suspended", "stranger"],
  act: (db) => db.count("select from currencies"),
});

everybody("adds a currency", {
  allowed: [],
  act: (db) => db.count("insert into currencies (code, exponent) values ('ZZZ', 2)"),
  untouched: (db) => db.all("select * from currencies order by code"),
});

everybody("changes a currency", {
  allowed: [],
  act: (db) => db.count("update currencies set exponent = 0 where code = 'EUR'"),
  untouched: (db) => db.all("select * from currencies order by code"),
});

everybody("takes a currency away", {
  allowed: [],
  act: (db) => db.count("delete from currencies where code = 'XAD'"),
  untouched: (db) => db.all("select * from currencies order by code"),
});
