const actors = new Map<string, string>();

/** Remembers who changed a task last, as the live channel told it; the row itself does not say. */
export function rememberActor(taskId: string, actorId: string | null | undefined): void {
  if (actorId) actors.set(taskId, actorId);
  else actors.delete(taskId);
}

/** Who changed the task last, as far as this page has heard. */
export function lastActor(taskId: string): string | undefined {
  return actors.get(taskId);
}
