/** Hands a file to the browser, which puts it where it puts downloads. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then, and needs the address no longer.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
