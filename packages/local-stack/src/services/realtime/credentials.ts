import { errors } from "jose";
import type { Claims, Tokens } from "../../tokens.ts";

/** Who speaks on a connection or channel, and until when. */
export interface Credentials {
  claims: Claims;
  /** Milliseconds since 1970; undefined for API keys, which do not expire. */
  expiresAt: number | undefined;
}

/** A token that does not identify anyone; `code` prefixes the text where a join is refused. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code: "InvalidJWTToken" | "MalformedJWT" | "JwtSignatureError" | "JwtSignerError";

  constructor(code: TokenError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export interface CredentialReader {
  /** Takes a JWT or an `sb_…` key; rejects with a `TokenError`. */
  read(tokenOrKey: string): Promise<Credentials>;
}

export function createCredentialReader(
  tokens: Tokens,
  resolveApiKey: (key: string) => Claims | undefined,
): CredentialReader {
  return {
    async read(tokenOrKey) {
      if (tokenOrKey.startsWith("sb_")) {
        const claims = resolveApiKey(tokenOrKey);
        if (claims !== undefined) return { claims, expiresAt: undefined };
      }
      let claims: Claims;
      try {
        claims = await tokens.verify(tokenOrKey);
      } catch (cause) {
        throw toTokenError(cause);
      }
      if (typeof claims.role !== "string" || claims.exp === undefined) {
        throw new TokenError("InvalidJWTToken", "Fields `role` and `exp` are required in JWT");
      }
      return { claims, expiresAt: claims.exp * 1000 };
    },
  };
}

export function expiredText(expiresAt: number): string {
  const seconds = Math.max(0, Math.floor((Date.now() - expiresAt) / 1000));
  return `Token has expired ${seconds} seconds ago`;
}

function toTokenError(cause: unknown): TokenError {
  if (cause instanceof errors.JWTExpired) {
    const expiresAt = (cause.payload.exp ?? 0) * 1000;
    return new TokenError("InvalidJWTToken", expiredText(expiresAt), { cause });
  }
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return new TokenError("InvalidJWTToken", "Token expiration time is invalid", { cause });
  }
  if (cause instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError("JwtSignatureError", "Failed to validate JWT signature", { cause });
  }
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JOSEAlgNotAllowed) {
    return new TokenError("JwtSignerError", "Failed to generate JWT signer", { cause });
  }
  return new TokenError("MalformedJWT", "The token provided is not a valid JWT", { cause });
}
