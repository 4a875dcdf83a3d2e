import type { Tokens } from "../../tokens.ts";
import { type CodedAnswer, invalidToken, noAuthorization } from "./answers.ts";

/** What is wrong with a caller's token, for functions with `verify_jwt`; undefined if nothing is. */
export async function judgeToken(
  authorization: string | undefined,
  tokens: Tokens,
): Promise<CodedAnswer | undefined> {
  if (authorization === undefined || authorization === "") return noAuthorization;
  const token = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
  if (token === undefined) return invalidToken;
  return tokens.verify(token).then(
    () => undefined,
    () => invalidToken,
  );
}
