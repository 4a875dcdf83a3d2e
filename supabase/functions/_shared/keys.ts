import { timingSafeEqual } from "hono/utils/buffer";
import { platform } from "./env.ts";

export function bearerOf(authorization: string): string | undefined {
  return /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
}

/** Whether it is a key that every visitor may know. */
export function isPublicKey(candidate: string): boolean {
  const { SUPABASE_PUBLISHABLE_KEYS, SUPABASE_ANON_KEY } = platform();
  return [...SUPABASE_PUBLISHABLE_KEYS, SUPABASE_ANON_KEY].includes(candidate);
}

/** Whether it is a key of the service; the time it takes does not tell how much of it is right. */
export async function isSecretKey(candidate: string): Promise<boolean> {
  const { SUPABASE_SECRET_KEYS, SUPABASE_SERVICE_ROLE_KEY } = platform();
  const keys = [...SUPABASE_SECRET_KEYS, SUPABASE_SERVICE_ROLE_KEY].filter((key) => key !== "");
  const matches = await Promise.all(keys.map((key) => timingSafeEqual(candidate, key)));
  return matches.includes(true);
}
