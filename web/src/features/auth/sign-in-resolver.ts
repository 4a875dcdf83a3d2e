import { signInSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";

/** Fetched when the form is sent for the first time: nobody needs it to see the form. */
export const signInResolver = zodResolver(signInSchema);
