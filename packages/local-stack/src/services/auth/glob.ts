/**
 * The patterns of `additional_redirect_urls`: `*` and `?` stay within one part between dots and
 * slashes, `**` does not; `[a-z]`, `[!a]`, `{a,b}` and `\` as usual.
 * https://supabase.com/docs/guides/auth/redirect-urls#use-wildcards-in-redirect-urls
 */
export function globToRegExp(glob: string): RegExp {
  let source = "";
  let depth = 0;
  for (let index = 0; index < glob.length; index += 1) {
    const character = glob.charAt(index);
    const set = character === "[" ? /^\[(!?)([^\]]+)\]/.exec(glob.slice(index)) : null;
    if (set) {
      source += `[${set[1] ? "^" : ""}${(set[2] ?? "").replace(/[\\^[\]]/g, "\\$&")}]`;
      index += set[0].length - 1;
    } else if (character === "*" && glob.charAt(index + 1) === "*") {
      source += ".*";
      index += 1;
    } else if (character === "*") source += "[^./]*";
    else if (character === "?") source += "[^./]";
    else if (character === "{") {
      source += "(?:";
      depth += 1;
    } else if (character === "}" && depth > 0) {
      source += ")";
      depth -= 1;
    } else if (character === "," && depth > 0) source += "|";
    else {
      if (character === "\\") index += 1;
      source += glob.charAt(index).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
  }
  return new RegExp(`^${source}${")".repeat(depth)}$`, "s");
}
