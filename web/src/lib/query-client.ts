import { QueryClient } from "@tanstack/react-query";
import { asAppError } from "./app-error.ts";

/** Cached data shows at once and is refreshed quietly; the live channel says when it changed meanwhile. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 30 * 60_000,
        retry: (failures, error) => failures < 2 && asAppError(error).isTransient,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4_000),
      },
      mutations: { retry: false },
    },
  });
}
