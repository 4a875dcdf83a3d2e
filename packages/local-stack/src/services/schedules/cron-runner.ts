import type pg from "pg";
import { z } from "zod";
import { nextMinute, parseSchedule, reckon, type Schedule, startOfMinute } from "./due.ts";
import { type Job, type JobRunOptions, runJob } from "./run-job.ts";

const jobSchema = z
  .object({
    jobid: z.string(),
    schedule: z.string(),
    command: z.string(),
    database: z.string(),
    username: z.string(),
    active: z.boolean(),
  })
  .transform(
    ({ jobid, active, ...rest }): Job => ({
      ...rest,
      id: jobid,
      isActive: active,
    }),
  );

interface Task {
  job: Job;
  schedule: Schedule;
  lastStart: number;
  /** Runs that are due and have not begun. */
  pending: number;
  isRunning: boolean;
}

/** Jobs that may run at once; what is due beyond that waits. */
const MAX_RUNNING = 8;
const SOONEST_LOOK_MS = 10;

/**
 * Starts the jobs of `cron.job` as pg_cron does: by the clock in GMT, one run of a job at a time, and nothing
 * that was due while the stack was down.
 */
export class CronRunner {
  readonly #options: JobRunOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #tasks = new Map<string, Task>();
  #lastMinute = startOfMinute(Date.now());
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<void> = Promise.resolve();

  constructor(options: JobRunOptions) {
    this.#options = options;
  }

  /** Reads the jobs anew, after those changes that are being read already. */
  load(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load());
    return this.#loading;
  }

  /** The database has begun (again): no run of before goes on, and `@reboot` is now. */
  async begin(): Promise<void> {
    await this.#options.records
      .query(
        `update cron.job_run_details
         set status = 'failed', return_message = 'server restarted', end_time = clock_timestamp()
         where status in ('starting', 'running')`,
      )
      .catch(() => undefined);
    await this.load();
    for (const task of this.#tasks.values()) {
      if (task.schedule.kind === "boot" && task.job.isActive) task.pending += 1;
    }
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#loading;
    await Promise.all(this.#running);
  }

  async #load(): Promise<void> {
    const jobs = await readJobs(this.#options.records).catch((error: unknown) => {
      this.#options.log.debug({ err: error }, "cron jobs could not be read");
      return undefined;
    });
    if (jobs === undefined) return;
    const tasks = new Map<string, Task>();
    for (const job of jobs) {
      const schedule = parseSchedule(job.schedule);
      if (schedule === undefined) {
        this.#options.log.warn(`cron job ${job.id} has no valid schedule: ${job.schedule}`);
        continue;
      }
      const known = this.#tasks.get(job.id);
      if (known === undefined) {
        const fresh = { lastStart: Date.now(), pending: 0, isRunning: false };
        tasks.set(job.id, { job, schedule, ...fresh });
      } else {
        // The same object: a run that is under way reports to it.
        tasks.set(job.id, Object.assign(known, { job, schedule }));
      }
    }
    this.#tasks = tasks;
    this.#look();
  }

  /** Finds what is due, starts it, and looks again when something may be. */
  #look(): void {
    clearTimeout(this.#timer);
    if (this.#stopping.signal.aborted) return;
    const now = Date.now();
    const { runs, lastMinute } = reckon(this.#lastMinute, now);
    this.#lastMinute = lastMinute;
    for (const task of this.#tasks.values()) {
      const { schedule } = task;
      if (!task.job.isActive) task.pending = 0;
      else if (schedule.kind === "cron") task.pending += runs(schedule);
      // Queued once, however long the run before took.
      else if (schedule.kind === "interval" && now >= task.lastStart + schedule.milliseconds) {
        task.pending = 1;
      }
    }
    this.#startPending();
    this.#waitForNext(now);
  }

  #startPending(): void {
    for (const task of this.#tasks.values()) {
      if (this.#running.size >= MAX_RUNNING) return;
      if (task.pending > 0 && !task.isRunning) this.#run(task);
    }
  }

  #run(task: Task): void {
    task.pending -= 1;
    task.isRunning = true;
    task.lastStart = Date.now();
    const run = runJob(this.#options, task.job, this.#stopping.signal).then((isRecorded) => {
      this.#running.delete(run);
      task.isRunning = false;
      // Dropping the extension is announced by nobody.
      if (isRecorded) this.#look();
      else void this.load();
    });
    this.#running.add(run);
  }

  #waitForNext(now: number): void {
    const moments = [...this.#tasks.values()].flatMap(({ job, schedule, lastStart, isRunning }) => {
      if (!job.isActive || schedule.kind === "boot") return [];
      if (schedule.kind === "cron") return [nextMinute(now)];
      return isRunning ? [] : [lastStart + schedule.milliseconds];
    });
    if (moments.length === 0) return;
    const delay = Math.max(Math.min(...moments) - now, SOONEST_LOOK_MS);
    this.#timer = setTimeout(() => this.#look(), delay);
  }
}

async function readJobs(records: pg.Pool): Promise<Job[]> {
  const { rows } = await records.query<{ exists: boolean }>(
    "select to_regclass('cron.job') is not null as exists",
  );
  if (!rows[0]?.exists) return [];
  const result = await records.query(
    "select jobid, schedule, command, database, username, active from cron.job order by jobid",
  );
  return z.array(jobSchema).parse(result.rows);
}
