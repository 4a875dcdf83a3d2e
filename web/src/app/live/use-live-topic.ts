import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { reportChannel } from "#/lib/connection.ts";
import { openLiveChannel } from "#/lib/live-channel.ts";
import { supabase } from "#/lib/supabase.ts";
import { createLiveUpdates } from "./live-updates.ts";

/** Keeps what is shown of an organization up to date by one topic; undefined listens to nothing. */
export function useLiveTopic(org: string, topic: string | undefined): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!topic) return;
    const updates = createLiveUpdates(queryClient, org);
    const close = openLiveChannel({
      client: supabase,
      topic,
      onEvent: updates.apply,
      onJoined: () => {
        reportChannel(topic, true);
        updates.refetchAll();
      },
      onLost: () => reportChannel(topic, false),
    });
    return () => {
      close();
      updates.stop();
      reportChannel(topic, true);
    };
  }, [queryClient, org, topic]);
}
