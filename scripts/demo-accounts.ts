/** The people of `supabase/seed.sql` whom `npm start` introduces; a test signs each of them in. */
export const demoPassword = "flowdesk-demo";

export const demoAccounts: readonly { email: string; is: string }[] = [
  { email: "ada@lumen.example", is: "owner of Lumen Studio" },
  { email: "ben@lumen.example", is: "admin there" },
  { email: "clara@lumen.example", is: "manager there, viewer at Harbour & Pine" },
  { email: "david@lumen.example", is: "member there" },
  { email: "eva@lumen.example", is: "viewer there" },
  { email: "farid@harbour.example", is: "owner of Harbour & Pine" },
  { email: "jonas@morgenrot.example", is: "owner of Bäckerei Morgenrot" },
];
