import { type KeyboardEvent, useState } from "react";
import type { Mentionable } from "./mention-list.tsx";
import { mentionAt, peopleLike, type TextState } from "./text-edit.ts";

const mostShown = 6;

/** What is being typed behind an @, whom it can mean, and the keys that choose. */
export function useMentionTyping(
  people: readonly Mentionable[],
  onChoose: (person: Mentionable, at: number) => void,
) {
  const [typing, setTyping] = useState<ReturnType<typeof mentionAt>>();
  const [active, setActive] = useState(0);
  const shown = typing ? peopleLike(people, typing.typed, mostShown) : [];
  const isOpen = shown.length > 0;

  const follow = (state: TextState) => {
    const next = mentionAt(state);
    if (next?.typed !== typing?.typed) setActive(0);
    setTyping(next);
  };
  const close = () => setTyping(undefined);
  const choose = (person: Mentionable | undefined) => {
    if (person && typing) onChoose(person, typing.at);
    close();
  };
  /** Whether the key was meant for the list. */
  const takeKey = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    if (event.key === "ArrowDown") setActive((active + 1) % shown.length);
    else if (event.key === "ArrowUp") setActive((active + shown.length - 1) % shown.length);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey)
      choose(shown[active]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { isOpen, shown, active, follow, close, choose, takeKey };
}
