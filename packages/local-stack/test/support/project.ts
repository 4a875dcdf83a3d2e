import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeThrowawayFolder } from "../../src/throwaway-folder.ts";

/** The `supabase` folder of a small project that the stack knows nothing of. */
export const notesProject = join(import.meta.dirname, "../fixtures/notes/supabase");

export interface Folder extends AsyncDisposable {
  path: string;
}

/** A folder that goes when it is disposed of. Only its owner may enter it. */
export async function createFolder(): Promise<Folder> {
  const path = await makeThrowawayFolder("local-stack-test-");
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A copy of the notes project to change at will. */
export async function copyNotesProject(): Promise<Folder & { supabaseDirectory: string }> {
  const folder = await createFolder();
  const supabaseDirectory = join(folder.path, "supabase");
  await cp(notesProject, supabaseDirectory, { recursive: true });
  return { ...folder, supabaseDirectory };
}
