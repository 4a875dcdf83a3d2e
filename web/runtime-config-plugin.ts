import type { Plugin } from "vite";

/**
 * Fills `#flowdesk-config` in index.html from FLOWDESK_API_URL, FLOWDESK_PUBLISHABLE_KEY and, where organizations have
 * hostnames of their own, FLOWDESK_HOSTNAMES (FlowDesk's, with commas): on every request in `vite dev`, and once at build time for hosts that serve plain files. When neither is set
 * the block stays `{}` and the server of `dist` fills it at request time.
 */
export function runtimeConfig(environment: NodeJS.ProcessEnv = process.env): Plugin {
  return {
    name: "flowdesk-runtime-config",
    transformIndexHtml(html) {
      const apiUrl = environment.FLOWDESK_API_URL;
      const publishableKey = environment.FLOWDESK_PUBLISHABLE_KEY;
      if (!apiUrl || !publishableKey) return html;
      const hostnames = environment.FLOWDESK_HOSTNAMES?.split(",");
      // "<" is escaped, or a value could close the script element.
      const json = JSON.stringify({ apiUrl, publishableKey, hostnames }).replaceAll("<", "\\u003c");
      return html.replace(
        /(<script type="application\/json" id="flowdesk-config">)[^<]*(<\/script>)/,
        (_match, open: string, close: string) => `${open}${json}${close}`,
      );
    },
  };
}
