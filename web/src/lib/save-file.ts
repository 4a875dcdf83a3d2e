/** Hands a file to the browser, which puts it where it puts downloads. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  saveAs(name, url);
  // The download has begun by then, and needs the address no longer.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The same for what stands at an address. */
export function saveAs(name: string, href: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.rel = "noopener";
  link.click();
}
