import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";
import { supabase } from "./supabase.ts";

// ISO 4217 has fewer.
const maxCurrencies = 300;

/** The currencies in use, with how many digits their minor units have. They belong to no organization. */
export function currenciesQuery() {
  return queryOptions({
    queryKey: ["currencies"] as const,
    queryFn: ({ signal }) =>
      request(
        supabase
          .from("currencies")
          .select("code, exponent")
          .order("code")
          .limit(maxCurrencies)
          .abortSignal(signal),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
