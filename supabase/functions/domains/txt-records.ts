import { z } from "zod";
import { environment } from "../_shared/env.ts";
import { CodedError } from "../_shared/errors.ts";

/**
 * Asks DNS for TXT records. A name that does not exist, or has none, answers with an empty list; so does one whose
 * name server fails (SERVFAIL), which Deno does not tell apart.
 */
export type ReadTxtRecords = (name: string) => Promise<string[]>;

const PATIENCE_MS = 4_000;
const DNS_PORT = 53;

/** `address` or `address:port`; an IPv6 address with a port stands in brackets. */
const nameServerSchema = z
  .string()
  .regex(/^(?:[\d.]+|\[[\da-f:]+\])(?::\d{1,5})?$|^[\da-f:]+$/i)
  .transform((text) => {
    const parts = /^(?:\[(?<bracketed>.+)\]|(?<plain>[\d.]+))(?::(?<port>\d+))?$/.exec(text);
    const { bracketed, plain, port } = parts?.groups ?? {};
    return { ipAddr: bracketed ?? plain ?? text, port: Number(port ?? DNS_PORT) };
  });

const settings = environment(z.object({ DNS_RESOLVER: nameServerSchema.optional() }));

/** By the machine's own name servers, or the one that DNS_RESOLVER names. */
export const readTxtRecords: ReadTxtRecords = async (name) => {
  const { DNS_RESOLVER: nameServer } = settings();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    // The name is whole: without the dot at its end a server's search list could answer for another one.
    const records = await Deno.resolveDns(`${name}.`, "TXT", {
      signal,
      ...(nameServer === undefined ? {} : { nameServer }),
    });
    // A long text is sent in pieces of at most 255 bytes.
    return records.map((pieces) => pieces.join(""));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return [];
    if (!signal.aborted && !(cause instanceof Deno.errors.TimedOut)) throw cause;
    throw new CodedError("dns_timeout", "The name servers of the domain do not answer.", {
      hint: "Try again in some minutes.",
      cause,
    });
  }
};
