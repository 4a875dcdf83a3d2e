import { formatNumber } from "#/lib/format.ts";

// What every browser draws; other pictures are saved.
const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

export function isPicture(mimeType: string): boolean {
  return pictures.has(mimeType);
}

/** How a file can be looked at without saving it. */
export function previewOf(mimeType: string): "picture" | "pdf" | undefined {
  if (isPicture(mimeType)) return "picture";
  return mimeType === "application/pdf" ? "pdf" : undefined;
}

/** "412 kB", "1.4 MB". A megabyte is what the limit counts by: 1024 times 1024. */
export function formatSize(bytes: number, language: string): string {
  if (bytes < 1024) return `${formatNumber(bytes, language)} B`;
  if (bytes < 1024 * 1024) return `${formatNumber(Math.round(bytes / 1024), language)} kB`;
  return `${formatNumber(Math.round((bytes / 1024 / 1024) * 10) / 10, language)} MB`;
}

/** The Markdown that stands for a file: shown where it is a picture, else named. */
export function markdownOf(file: { id: string; name: string; mimeType: string }): string {
  const name = file.name.replaceAll(/[[\]\\]/g, "\\$&");
  return `${isPicture(file.mimeType) ? "!" : ""}[${name}](attachment:${file.id})`;
}
