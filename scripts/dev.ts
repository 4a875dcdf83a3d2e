import { exitWith, runStart } from "@flowdesk/local-stack";
import { createServer } from "vite";
import { defaultHome, supabaseDirectory, webDirectory } from "./project.ts";

// npm run dev: as npm start, with the client served from its sources and replaced as they change.
await exitWith(
  runStart(process.argv.slice(2), {
    supabaseDirectory,
    defaultHome,
    beside: async (stack, flags) => {
      if (!flags.web) return { status: {}, stop: async () => {} };
      const { API_URL, PUBLISHABLE_KEY } = stack.status();
      process.env.FLOWDESK_API_URL = API_URL;
      process.env.FLOWDESK_PUBLISHABLE_KEY = PUBLISHABLE_KEY;
      const port = stack.ports().web;
      const server = await createServer({
        root: webDirectory,
        configFile: `${webDirectory}/vite.config.ts`,
        server: { host: "127.0.0.1", port, strictPort: true },
      });
      await server.listen();
      return { status: { WEB_URL: `http://127.0.0.1:${port}` }, stop: () => server.close() };
    },
    greet: (status) => `\n  FlowDesk (development): ${status.WEB_URL ?? status.API_URL}\n\n`,
  }),
);
