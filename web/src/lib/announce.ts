import type { TFunction } from "i18next";
import { toast } from "sonner";
import { asAppError } from "./app-error.ts";
import { describeError } from "./form-errors.ts";

/**
 * Says how it went, whether or not the row that it was about is still there by then; callbacks of `mutate`
 * fall silent with their component. Answers whether it went well.
 */
export async function announce(
  work: Promise<unknown>,
  t: TFunction,
  success?: string,
): Promise<boolean> {
  try {
    await work;
    if (success) toast.success(success);
    return true;
  } catch (error) {
    toast.error(describeError(asAppError(error), t));
    return false;
  }
}
