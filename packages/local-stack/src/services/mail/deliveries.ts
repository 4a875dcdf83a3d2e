import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "../../json.ts";
import type { Logger } from "../../service.ts";
import { messageSchema } from "./message.ts";

const deliverySchema = z.object({
  /** Deliveries are told apart and ordered by it. */
  sequence: z.int().min(1),
  /** Milliseconds since 1970. */
  at: z.number(),
  fingerprint: z.object({ key: z.string(), digest: z.string() }).nullable(),
  ids: z.array(z.string()),
  /** Those of `ids` that were not deleted since. */
  messages: z.array(messageSchema),
});

/** One accepted request: a mail, or a batch of them. Kept whole or not at all. */
export type Delivery = z.infer<typeof deliverySchema>;

/** Where deliveries outlive the process. */
export interface DeliveryStore {
  /** In the order in which they came. */
  load(): Promise<Delivery[]>;
  write(delivery: Delivery): Promise<void>;
  remove(sequence: number): Promise<void>;
}

/** For a stack that leaves nothing behind. */
export const nowhere: DeliveryStore = {
  load: async () => [],
  write: async () => {},
  remove: async () => {},
};

/** A file a delivery. Written beside and renamed, so that a crash leaves a whole file or none. */
export function createDeliveryFolder(folder: string, log: Logger): DeliveryStore {
  const pathOf = (sequence: number) => join(folder, `${String(sequence).padStart(12, "0")}.json`);
  return {
    async load() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const deliveries: Delivery[] = [];
      for (const name of (await readdir(folder)).sort()) {
        if (!name.endsWith(".json")) {
          await rm(join(folder, name), { force: true });
          continue;
        }
        const result = deliverySchema.safeParse(
          parseJson(await readFile(join(folder, name), "utf8")),
        );
        if (result.success) deliveries.push(result.data);
        else log.warn(`${join(folder, name)} is damaged; its mails are not shown`);
      }
      return deliveries;
    },
    async write(delivery) {
      const path = pathOf(delivery.sequence);
      await writeFile(`${path}.new`, JSON.stringify(delivery), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    remove: (sequence) => rm(pathOf(sequence), { force: true }),
  };
}
