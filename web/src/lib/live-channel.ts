import {
  type RowEvent,
  type RowEventPayload,
  rowEventSchema,
  rowEvents,
} from "@flowdesk/types/topics";
import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";

const messageSchema = z.object({ event: z.enum(rowEvents), payload: rowEventSchema });

/** That a row changed, never what it says: its content is fetched under row-level security. */
export type LiveEvent = { type: RowEvent } & RowEventPayload;

interface LiveChannelOptions {
  client: Pick<SupabaseClient, "channel" | "removeChannel" | "realtime">;
  topic: string;
  onEvent: (event: LiveEvent) => void;
  /** Joined, for the first time or again: whatever was fetched before may have missed a change. */
  onJoined: () => void;
  onLost: () => void;
  /** How long to wait before a channel that the server closed is opened anew. */
  reopenAfterMs?: number;
}

/**
 * Keeps one private channel joined until the returned function is called. The client rejoins by itself after
 * errors and lost sockets; a channel that the server closed (a token that ran out while the machine slept)
 * it abandons, so that case is ours.
 */
export function openLiveChannel(options: LiveChannelOptions): () => void {
  const { client, topic, reopenAfterMs = 2_000 } = options;
  let channel: RealtimeChannel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = true;

  const join = async () => {
    // Without this a first join can leave before the token is known, and be refused.
    await client.realtime.setAuth();
    if (!isOpen) return;
    const mine = client.channel(topic, { config: { private: true } });
    channel = mine;
    mine
      .on("broadcast", { event: "*" }, (message) => {
        const parsed = messageSchema.safeParse(message);
        if (parsed.success) options.onEvent({ type: parsed.data.event, ...parsed.data.payload });
      })
      .subscribe((status) => {
        if (!isOpen || channel !== mine) return;
        if (status === "SUBSCRIBED") return options.onJoined();
        options.onLost();
        if (status === "CLOSED") {
          channel = undefined;
          timer = setTimeout(join, reopenAfterMs);
        }
      });
  };
  void join();

  return () => {
    isOpen = false;
    clearTimeout(timer);
    if (channel) void client.removeChannel(channel);
  };
}
