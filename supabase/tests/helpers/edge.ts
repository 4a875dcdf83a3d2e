import { inject, vi } from "vitest";

/**
 * Lets a test call an edge function's handler in this process, with the stack behind it: the environment that
 * the platform gives to functions. Before the first request.
 */
export function giveEdgeEnvironment(): void {
  const environment = new Map([
    ["SUPABASE_URL", inject("apiUrl")],
    ["SUPABASE_PUBLISHABLE_KEYS", JSON.stringify({ default: inject("publishableKey") })],
    ["SUPABASE_SECRET_KEYS", JSON.stringify({ default: inject("secretKey") })],
  ]);
  const env = { get: (name: string) => environment.get(name) };
  vi.stubGlobal("Deno", { env });
  vi.spyOn(console, "info").mockReturnValue(undefined);
}
