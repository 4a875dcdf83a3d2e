import { createSecretKey, type KeyObject } from "node:crypto";
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";

/** What a token says of its bearer; the claims GoTrue writes are in `services/auth`. */
export interface Claims extends JWTPayload {
  role?: string;
  session_id?: string;
  aal?: string;
  is_anonymous?: boolean;
}

export type SigningAlgorithm = "ES256" | "HS256";

export interface TokenSecrets {
  /** Shared secret: verifies HS256 tokens always, signs them when `algorithm` is HS256. */
  jwtSecret: string;
  /** Private ES256 key with `kid`. */
  signingKey: JWK;
}

/** Issues and verifies the JWTs of one installation: ES256 by its own key, HS256 by the shared secret. */
export interface Tokens {
  readonly algorithm: SigningAlgorithm;
  sign(claims: Claims): Promise<string>;
  /** HS256 with the shared secret, whatever `algorithm` is: what `sb_…` keys are translated to. */
  signWithSecret(claims: Claims): Promise<string>;
  /** Rejects with jose's errors (`JWTExpired`, `JWSSignatureVerificationFailed`, …). */
  verify(token: string): Promise<Claims>;
  /** Public keys only, as `/auth/v1/.well-known/jwks.json` shows them. */
  publicKeys(): JSONWebKeySet;
  /** Public keys and the shared secret: what PostgREST verifies with. Never leaves the machine. */
  verificationKeys(): JSONWebKeySet;
}

export async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: crypto.randomUUID(), alg: "ES256", use: "sig" };
}

export async function createTokens(
  secrets: TokenSecrets,
  algorithm: SigningAlgorithm = "ES256",
): Promise<Tokens> {
  const { d: _private, ...publicKey } = secrets.signingKey;
  const publicKeys: JSONWebKeySet = {
    keys: algorithm === "ES256" ? [{ ...publicKey, key_ops: ["verify"] }] : [],
  };
  const secret: KeyObject = createSecretKey(Buffer.from(secrets.jwtSecret, "utf8"));
  const privateKey = await importJWK(secrets.signingKey, "ES256");
  const localKeys = createLocalJWKSet({ keys: [publicKey] });

  const signWithSecret = (claims: Claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(secret);

  return {
    algorithm,
    signWithSecret,
    sign: (claims) =>
      algorithm === "HS256"
        ? signWithSecret(claims)
        : new SignJWT(claims)
            .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: secrets.signingKey.kid ?? "" })
            .sign(privateKey),
    verify: async (token) => {
      const { payload } = await jwtVerify<Claims>(
        token,
        (header, jws) => (header.alg === "HS256" ? secret : localKeys(header, jws)),
        { algorithms: ["ES256", "HS256"] },
      );
      return payload;
    },
    publicKeys: () => publicKeys,
    verificationKeys: () => ({
      keys: [publicKey, { kty: "oct", k: secret.export().toString("base64url"), alg: "HS256" }],
    }),
  };
}

/** JWTs of the two API roles: what opaque keys are translated to, and the legacy `ANON_KEY`, `SERVICE_ROLE_KEY`. */
export interface RoleTokens {
  anon: string;
  serviceRole: string;
}

/** 2100-01-01: API keys do not expire, and the same installation gives the same ones at every start. */
const NEVER = 4_102_444_800;

export async function createRoleTokens(tokens: Tokens): Promise<RoleTokens> {
  const sign = (role: string) => tokens.signWithSecret({ iss: "supabase", role, exp: NEVER });
  return { anon: await sign("anon"), serviceRole: await sign("service_role") };
}
