import { everybody } from "../../helpers/everybody.ts";
import { createAttachment } from "../../helpers/rows.ts";

const readers = ["owner", "admin", "manager", "member", "viewer"] as const;
const writers = ["owner", "admin", "manager", "member"] as const;

everybody("sees a file of a task in an open project", {
  allowed: readers,
  given: (db, { openTask }) => createAttachment(db, openTask),
  act: (db, { openTask }) => db.count("select from attachments where task_id = $1", [openTask.id]),
});

everybody("sees a file of a task in a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { secretTask }) => createAttachment(db, secretTask),
  act: (db, { secretTask }) =>
    db.count("select from attachments where task_id = $1", [secretTask.id]),
});

everybody("sees another organization's file", {
  allowed: ["stranger"],
  given: (db, { foreignTask }) => createAttachment(db, foreignTask),
  act: (db, { foreignTask }) =>
    db.count("select from attachments where task_id = $1", [foreignTask.id]),
});

everybody("sees a file that somebody else is still sending", {
  allowed: [],
  given: (db, { openTask, insider }) =>
    createAttachment(db, openTask, { uploader: insider, isAwaited: true }),
  act: (db, { openTask }) => db.count("select from attachments where task_id = $1", [openTask.id]),
});

everybody("sees a file that they are still sending", {
  allowed: readers,
  given: async (db, { openTask, people }, actor) => {
    if (actor === "anon") return;
    await createAttachment(db, openTask, { uploader: people[actor], isAwaited: true });
  },
  act: (db, { openTask }) => db.count("select from attachments where task_id = $1", [openTask.id]),
});

everybody("attaches a file to a task of an open project", {
  allowed: writers,
  act: (db, { openTask }) =>
    db.count(
      `insert into attachments (organization_id, task_id, name, mime_type, size_bytes)
       values ($1, $2, 'Plan.pdf', 'application/pdf', 10)`,
      [openTask.organization_id, openTask.id],
    ),
  untouched: (db, { openTask }) =>
    db.all("select id from attachments where task_id = $1", [openTask.id]),
});

everybody("attaches a file to a task of a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secretTask }) =>
    db.count(
      "insert into attachments (organization_id, task_id, name, size_bytes) values ($1, $2, 'X', 10)",
      [secretTask.organization_id, secretTask.id],
    ),
  untouched: (db, { secretTask }) =>
    db.all("select id from attachments where task_id = $1", [secretTask.id]),
});

everybody("renames a file of their own", {
  allowed: writers,
  given: async (db, { openTask, people }, actor) => {
    if (actor !== "anon") await createAttachment(db, openTask, { uploader: people[actor] });
  },
  act: (db) => db.count("update attachments set name = 'Renamed.txt' where name = 'Notes.txt'"),
  untouched: (db) => db.all("select * from attachments where name = 'Notes.txt'"),
});

everybody("renames somebody else's file", {
  allowed: [],
  given: (db, { openTask, insider }) => createAttachment(db, openTask, { uploader: insider }),
  act: (db) => db.count("update attachments set name = 'Renamed.txt' where name = 'Notes.txt'"),
  untouched: (db) => db.all("select * from attachments where name = 'Notes.txt'"),
});

everybody("deletes a file of their own", {
  allowed: writers,
  given: async (db, { openTask, people }, actor) => {
    if (actor !== "anon") await createAttachment(db, openTask, { uploader: people[actor] });
  },
  act: (db) => db.count("delete from attachments where name = 'Notes.txt'"),
  untouched: (db) => db.all("select id from attachments where name = 'Notes.txt'"),
});

everybody("deletes somebody else's file", {
  allowed: ["owner", "admin", "manager"],
  given: (db, { openTask, insider }) => createAttachment(db, openTask, { uploader: insider }),
  act: (db) => db.count("delete from attachments where name = 'Notes.txt'"),
  untouched: (db) => db.all("select id from attachments where name = 'Notes.txt'"),
});

everybody("deletes a file in a private project without being in it", {
  allowed: ["owner", "admin"],
  given: (db, { secretTask, insider }) => createAttachment(db, secretTask, { uploader: insider }),
  act: (db) => db.count("delete from attachments where name = 'Notes.txt'"),
  untouched: (db) => db.all("select id from attachments where name = 'Notes.txt'"),
});
