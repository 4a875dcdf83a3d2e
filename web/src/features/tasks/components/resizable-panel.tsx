import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { storedValue } from "#/lib/stored-value.ts";

const narrowest = 420;
const widest = 560;
const keyStep = 20;

function clampWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

interface ResizablePanelProps {
  label: string;
  resizeLabel: string;
  children: ReactNode;
}

/**
 * A panel at the right, over the page where that would leave too little of it. Its left edge is dragged, or moved with the
 * arrow keys; the width is remembered.
 */
export function ResizablePanel({ label, resizeLabel, children }: ResizablePanelProps) {
  const [width, setWidth] = useState(() =>
    clampWidth(Number(storedValue.get("panel-width")) || narrowest + keyStep),
  );

  const resize = (next: number) => {
    const clamped = clampWidth(next);
    setWidth(clamped);
    storedValue.set("panel-width", String(clamped));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const right = event.currentTarget.parentElement?.getBoundingClientRect().right ?? 0;
    resize(right - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") resize(width + keyStep);
    if (event.key === "ArrowRight") resize(width - keyStep);
  };

  return (
    <aside
      aria-label={label}
      style={{ width }}
      className="relative flex shrink-0 animate-slide-end flex-col border-l border-hairline bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:max-w-[90%] max-lg:shadow-float"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be focused or moved */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={resizeLabel}
        aria-valuenow={width}
        aria-valuemin={narrowest}
        aria-valuemax={widest}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
        className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none transition-colors hover:bg-active"
      />
      {children}
    </aside>
  );
}
