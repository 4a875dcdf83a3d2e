const holders = new Set<symbol>();

/** Says that something typed is not saved yet, until the returned function is called. */
export function holdUnsaved(): () => void {
  const holder = Symbol("unsaved");
  holders.add(holder);
  return () => void holders.delete(holder);
}

/** Whether something typed would be lost with the page. */
export function hasUnsaved(): boolean {
  return holders.size > 0;
}
