import type { z } from "zod";

/**
 * What the parameters of an address mean. People write addresses by hand and keep them for years: a parameter that
 * cannot be read is left out, and the others count.
 */
export function readFilter<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape>,
  search: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<Shape>> {
  const readable = Object.keys(schema.shape).filter(
    (name) => search[name] !== undefined && isReadable(schema, name, search[name]),
  );
  return schema.parse(Object.fromEntries(readable.map((name) => [name, search[name]])));
}

/** A parameter alone decides: all of a filter's are optional. */
function isReadable(schema: z.ZodObject, name: string, value: unknown): boolean {
  return schema.safeParse({ [name]: value }).success;
}
