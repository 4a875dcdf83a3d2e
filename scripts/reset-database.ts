import { exitWith, runReset } from "@flowdesk/local-stack";
import { defaultHome } from "./project.ts";

// npm run db:reset [-- --home DIR]
await exitWith(runReset(process.argv.slice(2), defaultHome));
