import type { Logger } from "../../service.ts";
import type { Delivery, DeliveryStore } from "./deliveries.ts";
import {
  createIdempotency,
  type Fingerprint,
  type Idempotency,
  REMEMBERED_MS,
} from "./idempotency.ts";
import { isAddressedTo, type Message } from "./message.ts";

/** The newest mails stay, as many and as large as these together. */
const KEPT_MESSAGES = 1_000;
const KEPT_BYTES = 128 * 1024 * 1024;

export interface Filter {
  /** Address of any recipient. */
  to?: string | undefined;
  /** Part of the subject. */
  subject?: string | undefined;
}

export interface Mailbox {
  load(): Promise<void>;
  /**
   * Keeps the mails of one request, and answers their ids: the first ones when it is repeated.
   * What `before` throws refuses the request, and nothing is kept.
   */
  accept(
    messages: readonly Message[],
    fingerprint?: Fingerprint,
    before?: () => Promise<void>,
  ): Promise<readonly string[]>;
  /** Newest first. */
  list(filter?: Filter): Message[];
  find(id: string): Message | undefined;
  remove(ids?: readonly string[]): Promise<void>;
  /** Settles when what was accepted so far is on disk. */
  settled(): Promise<unknown>;
}

export function createMailbox(
  store: DeliveryStore,
  log: Logger,
  idempotency: Idempotency = createIdempotency(),
): Mailbox {
  /** In the order of arrival. */
  const deliveries = new Map<number, Delivery>();
  const byId = new Map<string, { message: Message; delivery: Delivery }>();
  let bytes = 0;
  let lastSequence = 0;
  let writing: Promise<unknown> = Promise.resolve();

  /** One after the other, so that a later state of a file never gives way to an earlier one. */
  function inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = writing.then(work);
    writing = result.catch(() => {});
    return result;
  }

  function add(delivery: Delivery): void {
    deliveries.set(delivery.sequence, delivery);
    lastSequence = Math.max(lastSequence, delivery.sequence);
    for (const message of delivery.messages) {
      byId.set(message.id, { message, delivery });
      bytes += weigh(message);
    }
  }

  /** Takes mails away. A delivery whose key may still be repeated stays, without them. */
  async function drop(ids: readonly string[]): Promise<void> {
    const touched = new Set<Delivery>();
    for (const id of ids) {
      const entry = byId.get(id);
      if (!entry) continue;
      byId.delete(id);
      bytes -= weigh(entry.message);
      entry.delivery.messages = entry.delivery.messages.filter((message) => message.id !== id);
      touched.add(entry.delivery);
    }
    for (const delivery of touched) {
      const isRemembered =
        delivery.fingerprint !== null && Date.now() - delivery.at < REMEMBERED_MS;
      if (delivery.messages.length > 0 || isRemembered) {
        await store.write(delivery);
      } else {
        deliveries.delete(delivery.sequence);
        await store.remove(delivery.sequence);
      }
    }
  }

  function surplus(): string[] {
    let messages = byId.size;
    let size = bytes;
    const ids: string[] = [];
    for (const [id, { message }] of byId) {
      // The mail that just came is kept, however large it is.
      if ((messages <= KEPT_MESSAGES && size <= KEPT_BYTES) || messages === 1) break;
      ids.push(id);
      messages -= 1;
      size -= weigh(message);
    }
    return ids;
  }

  async function keep(
    messages: readonly Message[],
    fingerprint: Fingerprint | undefined,
  ): Promise<readonly string[]> {
    lastSequence += 1;
    const delivery: Delivery = {
      sequence: lastSequence,
      at: Date.now(),
      fingerprint: fingerprint ?? null,
      ids: messages.map(({ id }) => id),
      messages: [...messages],
    };
    await store.write(delivery);
    add(delivery);
    // Not part of the answer: the mail is kept, and what could not be tidied now is at the next one.
    inOrder(tidy).catch((error: unknown) => log.warn({ err: error }, "old mails were not removed"));
    return delivery.ids;
  }

  async function tidy(): Promise<void> {
    await drop(surplus());
    for (const { sequence, messages, at } of deliveries.values()) {
      if (Date.now() - at < REMEMBERED_MS) return;
      if (messages.length > 0) continue;
      deliveries.delete(sequence);
      await store.remove(sequence);
    }
  }

  return {
    load: () =>
      inOrder(async () => {
        for (const delivery of await store.load()) {
          add(delivery);
          const { at, ids, fingerprint } = delivery;
          if (fingerprint) idempotency.restore({ ...fingerprint, at, ids });
        }
        await tidy();
      }),
    async accept(messages, fingerprint, before) {
      const first = fingerprint && idempotency.begin(fingerprint);
      if (first) {
        await before?.();
        return first;
      }
      try {
        await before?.();
        const ids = await inOrder(() => keep(messages, fingerprint));
        if (fingerprint) idempotency.end(fingerprint, { ...fingerprint, at: Date.now(), ids });
        return ids;
      } catch (error) {
        if (fingerprint) idempotency.end(fingerprint);
        throw error;
      }
    },
    list: ({ to, subject } = {}) => {
      const wanted = subject?.toLowerCase();
      return [...byId.values()]
        .map(({ message }) => message)
        .filter(
          (message) =>
            (to === undefined || isAddressedTo(message, to)) &&
            (wanted === undefined || message.subject.toLowerCase().includes(wanted)),
        )
        .reverse();
    },
    find: (id) => byId.get(id)?.message,
    remove: (ids) => inOrder(() => drop(ids ?? [...byId.keys()])),
    settled: () => writing,
  };
}

function weigh({ html, text, attachments }: Message): number {
  const content = attachments.reduce((sum, attachment) => sum + attachment.content.length, 0);
  return (html?.length ?? 0) + (text?.length ?? 0) + content;
}
