/** The people of `supabase/seed.sql` that `npm start` introduces; a test signs each of them in. */
export const demoPassword = "flowdesk-demo";

export const demoAccounts: readonly { email: string; is: string }[] = [];
