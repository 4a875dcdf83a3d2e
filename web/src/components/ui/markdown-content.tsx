import ReactMarkdown, { type Components, defaultUrlTransform } from "react-markdown";
import remarkGfm from "remark-gfm";

// A person's name in a text: [@Ada Lindqvist](mention:<user>).
const mention = "mention:";

const components: Components = {
  a: ({ href, children }) =>
    href?.startsWith(mention) ? (
      <span className="rounded-[4px] bg-accent-soft px-1 text-accent-text">{children}</span>
    ) : (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {children}
      </a>
    ),
  // Fetched, a picture would tell its server who reads this and when.
  img: ({ src, alt }) => (
    <a href={String(src)} target="_blank" rel="noopener noreferrer nofollow ugc">
      {alt || String(src)}
    </a>
  ),
};

/** HTML stays text, and only addresses of the web, of mail and of people become links. */
export function MarkdownContent({ text }: { text: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        components={components}
        urlTransform={(url) => (url.startsWith(mention) ? url : defaultUrlTransform(url))}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
