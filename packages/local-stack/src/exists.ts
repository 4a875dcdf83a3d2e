import { access } from "node:fs/promises";

/** Whether something stands at the path and we may look at it. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
