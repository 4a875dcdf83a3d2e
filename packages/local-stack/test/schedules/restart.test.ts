import { it } from "vitest";
import {
  eventually,
  everySecond,
  firstRun,
  serve,
  startReceiver,
  startSchedules,
} from "./support.ts";

it.concurrent("goes on after the database was restarted", async ({ expect }) => {
  await using schedules = await startSchedules();
  await using receiver = await startReceiver();
  await everySecond(schedules, "survivor", "select 1");
  await everySecond(schedules, "cut", "select pg_sleep(60)");
  const running = "select from cron.job_run_details where status = 'running' and command ~ 'sleep'";
  await eventually(async () => expect(await schedules.rows(running)).toHaveLength(1));

  process.kill(schedules.database.program().pid ?? 0, "SIGKILL");
  await eventually(() => expect(schedules.service.health()).toBe("unhealthy"));
  await eventually(() => expect(schedules.service.health()).toBe("healthy"));

  const operator = await schedules.as("postgres");
  const { rows: cut } = await operator.query(
    "select status, return_message from cron.job_run_details where command ~ 'sleep' order by runid limit 1",
  );
  expect(cut).toEqual([{ status: "failed", return_message: "server restarted" }]);
  const { rows } = await operator.query("select max(runid) as last from cron.job_run_details");
  await eventually(async () => {
    const { rowCount } = await operator.query(
      "select from cron.job_run_details where runid > $1 and status = 'succeeded'",
      [rows[0].last],
    );
    expect(rowCount).toBeGreaterThan(0);
  });
  await operator.query("select net.http_get($1)", [receiver.url]);
  await eventually(() => expect(receiver.received).toHaveLength(1));
});

it.concurrent("makes up for nothing that was due while it was down, and runs @reboot at each start", async ({
  expect,
}) => {
  await using schedules = await startSchedules();
  const id = await everySecond(schedules, "second", "select 1");
  const [row] = await schedules.rows("select cron.schedule('boot', '@reboot', 'select 2') as id");
  await firstRun(schedules, id);
  await schedules.service.stop();
  const runsOf = async (job: unknown) =>
    (await schedules.rows("select from cron.job_run_details where jobid = $1", [job])).length;
  expect(await runsOf(row?.id)).toBe(0);
  const before = await runsOf(id);
  await schedules.rows("select pg_sleep(3)");

  const next = serve(schedules.database);
  await next.start();
  await firstRun(schedules, String(row?.id));
  expect(await runsOf(id)).toBeLessThanOrEqual(before + 1);
  await next.stop();
  expect(await runsOf(row?.id)).toBe(1);
});

it.concurrent("ends at once, whatever jobs and requests are under way, and starts before the extensions", async ({
  expect,
}) => {
  await using schedules = await startSchedules();
  await using receiver = await startReceiver(() => undefined);
  await everySecond(schedules, "long", "select pg_sleep(600)");
  await schedules.rows("select net.http_get($1, timeout_milliseconds := 600000)", [receiver.url]);
  await eventually(async () => {
    const rows = await schedules.rows("select from cron.job_run_details where status = 'running'");
    expect(rows).toHaveLength(1);
    expect(receiver.received).toHaveLength(1);
  });
  await schedules.service.stop();
  // A connection is gone for the server a moment after its client has ended it.
  await eventually(async () => {
    const left = await schedules.rows(
      "select from pg_stat_activity where application_name in ('pg_cron', 'schedules')",
    );
    expect(left).toEqual([]);
  });

  await schedules.operator.query("drop extension pg_cron");
  await schedules.operator.query("drop extension pg_net");
  const next = serve(schedules.database);
  await next.start();
  expect(next.health()).toBe("healthy");
  await next.stop();
});
