import { everybody } from "../../helpers/everybody.ts";
import { createComment } from "../../helpers/rows.ts";

const readers = ["owner", "admin", "manager", "member", "viewer"] as const;
const writers = ["owner", "admin", "manager", "member"] as const;

everybody("reads the comments on a task of an open project", {
  allowed: readers,
  given: (db, { openTask }) => createComment(db, openTask),
  act: (db, { openTask }) =>
    db.count("select from comments where task_id = $1 order by created_at, id", [openTask.id]),
});

everybody("reads the comments on a task of a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { secretTask }) => createComment(db, secretTask),
  act: (db, { secretTask }) => db.count("select from comments where task_id = $1", [secretTask.id]),
});

everybody("reads another organization's comments", {
  allowed: ["stranger"],
  given: (db, { foreignTask }) => createComment(db, foreignTask),
  act: (db, { foreignTask }) =>
    db.count("select from comments where task_id = $1", [foreignTask.id]),
});

everybody("comments on a task of an open project", {
  allowed: writers,
  act: (db, { openTask }) =>
    db.count("insert into comments (organization_id, task_id, body) values ($1, $2, 'New')", [
      openTask.organization_id,
      openTask.id,
    ]),
  untouched: (db, { openTask }) =>
    db.all("select id from comments where task_id = $1", [openTask.id]),
});

everybody("comments on a task of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secretTask }) =>
    db.count("insert into comments (organization_id, task_id, body) values ($1, $2, 'New')", [
      secretTask.organization_id,
      secretTask.id,
    ]),
  untouched: (db, { secretTask }) =>
    db.all("select id from comments where task_id = $1", [secretTask.id]),
});

everybody("edits a comment of their own", {
  allowed: writers,
  given: async (db, { openTask, people }, actor) => {
    if (actor !== "anon") await createComment(db, openTask, { author: people[actor] });
  },
  act: (db) => db.count("update comments set body = 'Edited' where body = 'A comment'"),
  untouched: (db) => db.all("select * from comments where body = 'A comment'"),
});

everybody("edits somebody else's comment", {
  allowed: [],
  given: (db, { openTask, insider }) => createComment(db, openTask, { author: insider }),
  act: (db, { openTask }) =>
    db.count("update comments set body = 'Edited' where task_id = $1", [openTask.id]),
  untouched: (db, { openTask }) =>
    db.all("select * from comments where task_id = $1", [openTask.id]),
});

everybody("deletes a comment of their own", {
  allowed: writers,
  given: async (db, { openTask, people }, actor) => {
    if (actor !== "anon") await createComment(db, openTask, { author: people[actor] });
  },
  act: (db) => db.count("delete from comments where body = 'A comment'"),
  untouched: (db) => db.all("select id from comments where body = 'A comment'"),
});

everybody("deletes somebody else's comment", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { openTask, insider }) => createComment(db, openTask, { author: insider }),
  act: (db, { openTask }) => db.count("delete from comments where task_id = $1", [openTask.id]),
  untouched: (db, { openTask }) =>
    db.all("select id from comments where task_id = $1", [openTask.id]),
});

everybody("deletes a comment in a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { secretTask, insider }) => createComment(db, secretTask, { author: insider }),
  act: (db, { secretTask }) => db.count("delete from comments where task_id = $1", [secretTask.id]),
  untouched: (db, { secretTask }) =>
    db.all("select id from comments where task_id = $1", [secretTask.id]),
});
