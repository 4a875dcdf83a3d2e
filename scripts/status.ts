import { exitWith, runStatus } from "@flowdesk/local-stack";
import { defaultHome } from "./project.ts";

// npm run status [-- --json] [-- --home DIR]
await exitWith(runStatus(process.argv.slice(2), defaultHome));
