import { Square, SquareCheck } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { fileScheme, type MarkdownFiles } from "./markdown-files.ts";

// A person's name in a text: [@Ada Lindqvist](mention:<user>).
const mention = "mention:";
const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ours = new RegExp(`^(?:${mention}|${fileScheme})${uuid}$`, "i");

interface MarkdownContentProps {
  text: string;
  files: Pick<MarkdownFiles, "render"> | undefined;
}

/** HTML stays text, and only addresses of the web, of mail, of people and of our own files become links. */
export function MarkdownContent({ text, files }: MarkdownContentProps) {
  const render = files?.render;
  const components = useMemo(() => componentsFor(render), [render]);
  return (
    <div className="markdown">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        components={components}
        urlTransform={(url) => (ours.test(url) || /^(https?:\/\/|mailto:)/i.test(url) ? url : "")}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

function componentsFor(render: MarkdownFiles["render"] | undefined): Components {
  const fileOf = (url: string | undefined, label: string, isPicture: boolean) =>
    render && url?.startsWith(fileScheme)
      ? render({ id: url.slice(fileScheme.length).toLowerCase(), label, isPicture })
      : undefined;
  return {
    // Below the headings of the page that the text stands in.
    h1: ({ children }) => <h3>{children}</h3>,
    h2: ({ children }) => <h4>{children}</h4>,
    h3: ({ children }) => <h5>{children}</h5>,
    h4: ({ children }) => <h6>{children}</h6>,
    h5: ({ children }) => <h6>{children}</h6>,
    a: ({ href, children }) => {
      if (!href) return <span>{children}</span>;
      if (href.startsWith(mention)) {
        return (
          <span className="rounded-[4px] bg-accent-soft px-1 text-accent-text">{children}</span>
        );
      }
      if (href.startsWith(fileScheme)) {
        return <>{fileOf(href, wordsOf(children), false) ?? <span>{children}</span>}</>;
      }
      return (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {children}
        </a>
      );
    },
    // Fetched, a picture of somebody else's server would tell it who reads this and when.
    img: ({ src, alt = "" }) => {
      const url = typeof src === "string" ? src : "";
      const file = fileOf(url, alt, true);
      if (file !== undefined) return <>{file}</>;
      if (!url || url.startsWith(fileScheme)) return <span>{alt}</span>;
      return (
        <a href={url} target="_blank" rel="noopener noreferrer nofollow ugc">
          {alt || url}
        </a>
      );
    },
    // The only field that Markdown can make is the box of a list of things to do.
    input: ({ checked }) => <Tick isDone={checked === true} />,
  };
}

function Tick({ isDone }: { isDone: boolean }) {
  const { t } = useTranslation();
  const Icon = isDone ? SquareCheck : Square;
  return (
    <Icon
      role="img"
      aria-label={isDone ? t("ui.ticked") : t("ui.notTicked")}
      className={`mr-1 inline size-4 align-[-3px] ${isDone ? "text-success" : "text-muted"}`}
    />
  );
}

function wordsOf(children: ReactNode): string {
  if (typeof children === "string") return children;
  return Array.isArray(children) ? children.map(wordsOf).join("") : "";
}
