import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  eventually,
  everySecond,
  firstRun,
  type SchedulesUnderTest,
  startSchedules,
} from "./support.ts";

let schedules: SchedulesUnderTest;
beforeAll(async () => {
  schedules = await startSchedules();
  await schedules.operator.query(
    "create table public.marks (name text, at timestamptz default now())",
  );
});
afterAll(() => schedules[Symbol.asyncDispose]());

const marks = async (name: string) =>
  Number((await schedules.rows("select count(*) from marks where name = $1", [name]))[0]?.count);
const unschedule = (name: string) => schedules.rows("select cron.unschedule($1)", [name]);

describe.concurrent("a job", () => {
  it("runs every second, and each run is recorded", async ({ expect }) => {
    const id = await everySecond(schedules, "second", "insert into marks (name) values ('second')");
    await eventually(async () => expect(await marks("second")).toBeGreaterThan(1));
    await unschedule("second");
    expect(await firstRun(schedules, id)).toMatchObject({
      jobid: id,
      status: "succeeded",
      return_message: "INSERT 0 1",
      command: "insert into marks (name) values ('second')",
      username: "postgres",
      database: "postgres",
      job_pid: expect.any(Number),
      start_time: expect.any(Date),
      end_time: expect.any(Date),
    });
  });

  it("stops with unschedule", async ({ expect }) => {
    await everySecond(schedules, "ends", "insert into marks (name) values ('ends')");
    await eventually(async () => expect(await marks("ends")).toBeGreaterThan(0));
    await unschedule("ends");
    // Another job's runs tell that time has passed.
    await everySecond(schedules, "witness", "insert into marks (name) values ('witness')");
    await eventually(async () => expect(await marks("witness")).toBeGreaterThan(0));
    const before = await marks("ends");
    await eventually(async () => expect(await marks("witness")).toBeGreaterThan(1));
    expect(await marks("ends")).toBe(before);
    await unschedule("witness");
  });

  it("that fails says why, and runs again", async ({ expect }) => {
    const id = await everySecond(schedules, "fails", "select * from nowhere");
    const run = await firstRun(schedules, id);
    expect(run.status).toBe("failed");
    expect(run.return_message).toBe('ERROR:  relation "nowhere" does not exist\n');
    await eventually(async () => {
      const runs = await schedules.rows("select from cron.job_run_details where jobid = $1", [id]);
      expect(runs.length).toBeGreaterThan(1);
    });
    await unschedule("fails");
  });

  it("reports rows as a count, and the last of several statements", async ({ expect }) => {
    const one = await everySecond(schedules, "one", "select 1");
    const many = await everySecond(
      schedules,
      "many",
      "create temp table t as select 1; select generate_series(1, 3)",
    );
    const made = await everySecond(schedules, "made", "create table if not exists made ()");
    expect((await firstRun(schedules, one)).return_message).toBe("1 row");
    expect((await firstRun(schedules, many)).return_message).toBe("3 rows");
    expect((await firstRun(schedules, made)).return_message).toBe("CREATE TABLE");
    for (const name of ["one", "many", "made"]) await unschedule(name);
  });

  it("is one transaction", async ({ expect }) => {
    const id = await everySecond(
      schedules,
      "whole",
      "insert into marks (name) values ('whole'); select 1 / 0",
    );
    expect((await firstRun(schedules, id)).status).toBe("failed");
    expect(await marks("whole")).toBe(0);
    await unschedule("whole");
  });

  it("never overlaps itself", async ({ expect }) => {
    const id = await everySecond(schedules, "slow", "select pg_sleep(1.6)");
    await eventually(async () => {
      const runs = await schedules.rows(
        "select from cron.job_run_details where jobid = $1 and status = 'succeeded'",
        [id],
      );
      expect(runs.length).toBeGreaterThan(1);
    });
    await unschedule("slow");
    const overlaps = await schedules.rows(
      `select from cron.job_run_details a join cron.job_run_details b
         on a.jobid = b.jobid and a.runid < b.runid and b.start_time < a.end_time
       where a.jobid = $1`,
      [id],
    );
    expect(overlaps).toEqual([]);
  });

  it("waits for others beyond eight, and none is lost", async ({ expect }) => {
    const names = Array.from({ length: 12 }, (_, index) => `crowd-${index}`);
    for (const name of names) {
      await everySecond(
        schedules,
        name,
        `insert into marks (name) values ('${name}'); select pg_sleep(0.3)`,
      );
    }
    await eventually(async () => {
      for (const name of names) expect(await marks(name)).toBeGreaterThan(0);
    });
    for (const name of names) await unschedule(name);
  });

  it("that is made inactive rests until it is active again", async ({ expect }) => {
    const id = await everySecond(schedules, "rests", "select 1");
    await firstRun(schedules, id);
    await schedules.rows("select cron.alter_job($1, active := false)", [id]);
    const count = async () =>
      (await schedules.rows("select from cron.job_run_details where jobid = $1", [id])).length;
    await everySecond(schedules, "clock", "insert into marks (name) values ('clock')");
    await eventually(async () => expect(await marks("clock")).toBeGreaterThan(0));
    const before = await count();
    await eventually(async () => expect(await marks("clock")).toBeGreaterThan(1));
    expect(await count()).toBe(before);
    await schedules.rows("select cron.alter_job($1, active := true)", [id]);
    await eventually(async () => expect(await count()).toBeGreaterThan(before));
    for (const name of ["rests", "clock"]) await unschedule(name);
  });
});

describe.concurrent("the role of a job", () => {
  it("is the one that scheduled it, and no statement leads to a stronger one", async ({
    expect,
  }) => {
    const id = await everySecond(
      schedules,
      "escape",
      `reset role; reset session authorization; create table if not exists who as
       select current_user as me, session_user as login,
         (select rolsuper from pg_roles where rolname = session_user) as super`,
    );
    expect((await firstRun(schedules, id)).status).toBe("succeeded");
    await unschedule("escape");
    expect(await schedules.rows("select * from who")).toEqual([
      { me: "postgres", login: "postgres", super: false },
    ]);
    const climb = await everySecond(schedules, "climb", "set session authorization supabase_admin");
    expect(await firstRun(schedules, climb)).toMatchObject({
      status: "failed",
      return_message: expect.stringContaining("permission denied"),
    });
    await unschedule("climb");
  });

  it("cannot be another without being superuser", async ({ expect }) => {
    const call =
      "select cron.schedule_in_database('other', '* * * * *', 'x', 'postgres', 'supabase_admin')";
    await expect(schedules.rows(call)).rejects.toThrow("must be superuser");
    await expect(
      schedules.rows("insert into cron.job (schedule, command) values ('* * * * *', 'x')"),
    ).rejects.toThrow("permission denied for table job");
    await everySecond(schedules, "mine", "select 1");
    await expect(schedules.rows("update cron.job set username = 'supabase_admin'")).rejects.toThrow(
      "permission denied for table job",
    );
    await unschedule("mine");
  });

  it("may be named by the superuser", async ({ expect }) => {
    const admin = await schedules.as("supabase_admin");
    await admin.query(
      "select cron.schedule_in_database('auth', '1 second', 'select current_user', 'postgres', 'supabase_auth_admin')",
    );
    const { rows } = await admin.query("select jobid from cron.job where jobname = 'auth'");
    expect(await firstRun(schedules, rows[0].jobid)).toMatchObject({
      status: "succeeded",
      username: "supabase_auth_admin",
    });
    await admin.query("delete from cron.job where jobname = 'auth'");
  });

  it("of which the stack knows no password is told so", async ({ expect }) => {
    const admin = await schedules.as("supabase_admin");
    await admin.query("create role stranger login");
    await admin.query(
      "select cron.schedule_in_database('stranger', '1 second', 'select 1', 'postgres', 'stranger')",
    );
    const { rows } = await admin.query("select jobid from cron.job where jobname = 'stranger'");
    expect(await firstRun(schedules, rows[0].jobid)).toMatchObject({
      status: "failed",
      return_message: expect.stringContaining('"stranger"'),
    });
    await admin.query("delete from cron.job where jobname = 'stranger'");
  });

  it("sees its own jobs and runs only", async ({ expect }) => {
    await everySecond(schedules, "hidden", "select 1");
    const admin = await schedules.as("supabase_admin");
    await admin.query("grant usage on schema cron to supabase_storage_admin");
    const storage = await schedules.as("supabase_storage_admin");
    expect((await storage.query("select * from cron.job")).rows).toEqual([]);
    expect(
      (await storage.query("select * from cron.job_run_details where username = 'postgres'")).rows,
    ).toEqual([]);
    await expect(storage.query("select cron.unschedule('hidden')")).rejects.toThrow(
      "could not find",
    );
    await storage.query("select cron.schedule('own', '* * * * *', 'select 1')");
    expect((await storage.query("select jobname, username from cron.job")).rows).toEqual([
      { jobname: "own", username: "supabase_storage_admin" },
    ]);
    await storage.query("select cron.unschedule('own')");
    await unschedule("hidden");
  });
});

describe("cron.schedule", () => {
  it.each([
    "60 * * * *",
    "* * * *",
    "* * * * * *",
    "5/10 * * * *",
    "0 seconds",
    "60 seconds",
    "@never",
    "",
  ])("refuses '%s'", async (text) => {
    await expect(
      schedules.rows("select cron.schedule('bad', $1, 'x')", [text]),
    ).rejects.toMatchObject({
      code: "22023",
      message: `invalid schedule: ${text}`,
    });
  });

  it("replaces a job of the same name", async () => {
    const [first] = await schedules.rows(
      "select cron.schedule('twice', '0 0 * * *', 'select 1') as id",
    );
    const [second] = await schedules.rows(
      "select cron.schedule('twice', '@daily', 'select 2') as id",
    );
    expect(second).toEqual(first);
    expect(
      await schedules.rows("select schedule, command from cron.job where jobname = 'twice'"),
    ).toEqual([{ schedule: "@daily", command: "select 2" }]);
    await unschedule("twice");
    await expect(unschedule("twice")).rejects.toThrow("could not find valid entry for job 'twice'");
  });
});
