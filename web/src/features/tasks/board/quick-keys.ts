/**
 * Holds keys back that come before the drag has taken in the one before, and hands them on in order: dnd-kit
 * listens to keys only a moment after the pick-up, and measures anew after each step. Until the returned
 * function is called.
 */
export function paceKeys(): () => void {
  const waiting: KeyboardEvent[] = [];
  const replayed = new WeakSet<Event>();
  let isSettling = true;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    isSettling = true;
    // One frame to render the step. A timer of ours then comes after those that dnd-kit has set.
    frame = requestAnimationFrame(() => {
      timer = setTimeout(next, 20);
    });
  };
  const next = () => {
    isSettling = false;
    const event = waiting.shift();
    if (!event) return;
    settle();
    const { code, key } = event;
    const again = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true });
    replayed.add(again);
    document.dispatchEvent(again);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (replayed.has(event)) return;
    if (!isSettling) return settle();
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.push(event);
  };

  settle();
  window.addEventListener("keydown", onKeyDown, { capture: true });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    window.removeEventListener("keydown", onKeyDown, { capture: true });
  };
}
