import { mimeTypeOf, refusalOf } from "@flowdesk/types/attachments";
import { useSyncExternalStore } from "react";
import { AppError, asAppError } from "#/lib/app-error.ts";
import { inTurn } from "#/lib/in-turn.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { holdUnsaved } from "#/lib/unsaved.ts";
import { sendBytes } from "./send-bytes.ts";

/** A file on its way to a task, or one that did not get there. */
export interface Upload {
  id: string;
  taskId: string;
  file: File;
  /** "refused" for what no second try would change. */
  state: "waiting" | "sending" | "failed" | "refused";
  /** From 0 to 1. */
  progress: number;
  error?: AppError;
}

/** What has arrived. */
export interface Arrived {
  id: string;
  name: string;
  mimeType: string;
}

interface Job {
  org: string;
  upload: Upload;
  /** What the database answered: where the bytes go. */
  row?: { id: string; path: string };
  abort: AbortController;
  settle: (arrived: Arrived | undefined) => void;
  onArrived: () => void;
}

// More at once would only share the line.
const lanes = 2;
let nextLane = 0;

const jobs = new Map<string, Job>();
const listeners = new Set<() => void>();
let snapshot: readonly Upload[] = [];

/**
 * Begins to upload a file to a task; it goes on when its panel is closed. Answers once the file is there, or with
 * nothing when it was refused or given up.
 */
export function startUpload(
  org: string,
  taskId: string,
  file: File,
  onArrived: () => void,
): Promise<Arrived | undefined> {
  const { promise, resolve } = Promise.withResolvers<Arrived | undefined>();
  const id = crypto.randomUUID();
  const job: Job = {
    org,
    upload: { id, taskId, file, state: "waiting", progress: 0 },
    abort: new AbortController(),
    settle: resolve,
    onArrived,
  };
  jobs.set(id, job);
  const refusal = refusalOf(file);
  if (refusal) {
    const error = new AppError({ code: refusal, message: refusal, status: 415 });
    change(job, { state: "refused", error });
    resolve(undefined);
  } else run(job);
  return promise;
}

/** Tries again what failed. */
export function retryUpload(id: string): void {
  const job = jobs.get(id);
  if (job?.upload.state !== "failed") return;
  job.abort = new AbortController();
  run(job);
}

/** Stops an upload, or forgets one that failed; nothing of it is left. */
export function cancelUpload(id: string): void {
  const job = jobs.get(id);
  if (!job) return;
  jobs.delete(id);
  job.abort.abort();
  job.settle(undefined);
  publish();
  if (job.row) void discardRow(job.org, job.row.id);
}

/** The uploads of a task that have not arrived. */
export function useUploads(taskId: string): readonly Upload[] {
  const all = useSyncExternalStore(subscribe, () => snapshot);
  return all.filter((upload) => upload.taskId === taskId);
}

function run(job: Job): void {
  change(job, { state: "waiting", progress: 0 });
  const release = holdUnsaved();
  nextLane = (nextLane + 1) % lanes;
  void inTurn(`upload:${nextLane}`, () => send(job)).finally(release);
}

async function send(job: Job): Promise<void> {
  const { upload, org, abort } = job;
  if (abort.signal.aborted) return;
  const { file, taskId } = upload;
  const mimeType = mimeTypeOf(file);
  try {
    change(job, { state: "sending", progress: 0 });
    job.row ??= await announce(org, taskId, file, mimeType);
    if (abort.signal.aborted) return await discardRow(org, job.row.id);
    await sendBytes({
      path: job.row.path,
      mimeType,
      bytes: file,
      onProgress: (progress) => change(job, { progress }),
      signal: abort.signal,
    });
  } catch (cause) {
    const error = asAppError(cause);
    // The answer to a former try was lost on its way: the bytes are there.
    if (!(job.row && (await hasArrived(org, job.row.id)))) {
      if (!abort.signal.aborted) {
        change(job, { state: error.isTransient ? "failed" : "refused", error });
        if (!error.isTransient) {
          if (job.row) await discardRow(org, job.row.id);
          delete job.row;
          job.settle(undefined);
        }
      }
      return;
    }
  }
  jobs.delete(upload.id);
  publish();
  job.onArrived();
  job.settle({ id: job.row.id, name: file.name, mimeType });
}

/** The row comes first; the database says where the bytes go, or why they may not. */
function announce(org: string, taskId: string, file: File, mimeType: string) {
  return request(
    supabase
      .from("attachments")
      .insert({
        organization_id: org,
        task_id: taskId,
        name: file.name,
        mime_type: mimeType,
        size_bytes: file.size,
      })
      .select("id, path")
      .single(),
  );
}

async function hasArrived(org: string, id: string): Promise<boolean> {
  const row = await request(
    supabase
      .from("attachments")
      .select("uploaded_at")
      .eq("organization_id", org)
      .eq("id", id)
      .maybeSingle(),
  ).catch(() => null);
  return row?.uploaded_at != null;
}

/** What cannot be removed now is removed by the sweeper, which looks for rows whose bytes never came. */
async function discardRow(org: string, id: string): Promise<void> {
  await request(
    supabase.from("attachments").delete().eq("organization_id", org).eq("id", id),
  ).catch(() => undefined);
}

function change(job: Job, fields: Partial<Upload>): void {
  if (!jobs.has(job.upload.id)) return;
  const { error: _former, ...upload } = job.upload;
  job.upload = { ...upload, ...fields };
  publish();
}

function publish(): void {
  snapshot = [...jobs.values()].map(({ upload }) => upload);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
