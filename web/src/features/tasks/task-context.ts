/** What task screens need to know of what surrounds tasks; the route puts it together from other features. */
export interface TaskContext {
  project: {
    id: string;
    key: string;
    name: string;
    colour: string;
    visibility: string;
    archived_at: string | null;
    statuses: readonly TaskStatus[];
  };
  members: readonly { id: string; name: string }[];
}

export interface TaskStatus {
  key: string;
  name: string;
  category: string;
  wip_limit: number | null;
}
