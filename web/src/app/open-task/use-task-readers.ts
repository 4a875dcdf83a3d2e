import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { projectPeopleQueries } from "#/features/projects/settings/people-queries.ts";

interface Person {
  id: string;
  name: string;
}

/**
 * Those of the members who can see the tasks of a project: all of them, unless it is private. Shapes what is offered;
 * the database decides who is mentioned and who may watch.
 */
export function useTaskReaders(
  org: string,
  project: { id: string; visibility: string } | null | undefined,
  members: readonly Person[],
): readonly Person[] {
  const isPrivate = project?.visibility === "private";
  const people = useQuery({
    ...projectPeopleQueries.people(org, project?.id ?? ""),
    enabled: isPrivate,
  });
  const readers = useQuery({ ...projectPeopleQueries.readers(org), enabled: isPrivate });
  return useMemo(() => {
    if (!isPrivate) return members;
    const inside = new Set([...(people.data ?? []), ...(readers.data ?? [])].map(({ id }) => id));
    return members.filter(({ id }) => inside.has(id));
  }, [isPrivate, members, people.data, readers.data]);
}
