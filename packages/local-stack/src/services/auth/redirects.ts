import { isIP } from "node:net";
import type { Context } from "hono";
import type { AuthConfig } from "./auth-config.ts";
import { globToRegExp } from "./glob.ts";

/** Decides where a person may be sent after following a link. */
export interface Redirects {
  isAllowed(url: string): boolean;
  /** What the request asks for as far as it is allowed; otherwise where it came from, or the site. */
  choose(c: Context): string;
}

const LOOPBACK = /^(127(?:\.\d+){3}|\[::1\])$/;

/**
 * GoTrue's rules: the site itself, any port of this machine, and what config.toml lists. An address
 * that a parser and a pattern could read differently is refused.
 */
export function createRedirects(config: AuthConfig): Redirects {
  const site = URL.parse(config.site_url);
  const patterns = config.additional_redirect_urls.map(globToRegExp);

  function isAllowed(url: string): boolean {
    const target = URL.parse(url);
    if (!target || /[\\\s\p{Cc}]/u.test(url) || target.username || target.password) return false;
    const isWeb = target.protocol === "http:" || target.protocol === "https:";
    const isSite =
      site !== null &&
      target.protocol === site.protocol &&
      target.hostname === site.hostname &&
      (target.port === site.port || isThisMachine(target.hostname));
    if (isSite) return true;
    if (isWeb && isIP(target.hostname.replace(/^\[|\]$/g, "")) !== 0) {
      return LOOPBACK.test(target.hostname);
    }
    const [withoutFragment = ""] = url.split("#");
    return patterns.some((pattern) => pattern.test(withoutFragment));
  }

  return {
    isAllowed,
    choose(c) {
      const candidates = [
        c.req.header("redirect_to"),
        c.req.query("redirect_to"),
        c.req.header("referer"),
      ];
      return candidates.find((url) => url && isAllowed(url)) ?? config.site_url;
    },
  };
}

function isThisMachine(hostname: string): boolean {
  return hostname === "localhost" || LOOPBACK.test(hostname);
}
