import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

/** Whether what is on the screen is kept up to date. */
export type Connection = "live" | "reconnecting" | "offline";

// A channel that comes back within this time was not worth mentioning.
const patienceMs = 2_500;

const broken = new Map<string, number>();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Called by each live channel when it loses or regains its connection, and as whole when it is closed. */
export function reportChannel(topic: string, isWhole: boolean): void {
  if (isWhole) broken.delete(topic);
  else if (!broken.has(topic)) {
    broken.set(topic, Date.now());
    clearTimeout(timer);
    timer = setTimeout(notify, patienceMs + 10);
  }
  notify();
}

/** The connection, following changes. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, currentConnection);
}

function currentConnection(): Connection {
  if (!onlineManager.isOnline()) return "offline";
  const longBroken = [...broken.values()].some((since) => Date.now() - since >= patienceMs);
  return longBroken ? "reconnecting" : "live";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const stop = onlineManager.subscribe(listener);
  return () => {
    listeners.delete(listener);
    stop();
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}
