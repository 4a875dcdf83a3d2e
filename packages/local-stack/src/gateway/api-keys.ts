import { hash, timingSafeEqual } from "node:crypto";
import { decodeJwt } from "jose";
import type { Claims } from "../tokens.ts";

/** The API keys of one installation: the opaque pair, and the JWTs they stand for (the legacy pair). */
export interface GatewayKeys {
  publishable: string;
  secret: string;
  anonJwt: string;
  serviceRoleJwt: string;
}

export interface ApiKey {
  role: "anon" | "service_role";
  /** `sb_…`, as opposed to a legacy JWT key. */
  isOpaque: boolean;
  /** What a request carries on behind the gateway when its caller brings no token of a user. */
  jwt: string;
  claims: Claims;
}

/** Looks keys up in a time that does not depend on how much of a guess is right. */
export function createApiKeys(keys: GatewayKeys): (candidate: string) => ApiKey | undefined {
  const anon = {
    role: "anon",
    jwt: keys.anonJwt,
    claims: decodeJwt<Claims>(keys.anonJwt),
  } as const;
  const service = {
    role: "service_role",
    jwt: keys.serviceRoleJwt,
    claims: decodeJwt<Claims>(keys.serviceRoleJwt),
  } as const;
  const known = [
    { digest: digest(keys.publishable), key: { ...anon, isOpaque: true } },
    { digest: digest(keys.secret), key: { ...service, isOpaque: true } },
    { digest: digest(keys.anonJwt), key: { ...anon, isOpaque: false } },
    { digest: digest(keys.serviceRoleJwt), key: { ...service, isOpaque: false } },
  ];

  return (candidate) => {
    const wanted = digest(candidate);
    let found: ApiKey | undefined;
    for (const entry of known) {
      if (timingSafeEqual(entry.digest, wanted)) found = entry.key;
    }
    return found;
  };
}

function digest(key: string): Buffer {
  return hash("sha256", key, "buffer");
}
