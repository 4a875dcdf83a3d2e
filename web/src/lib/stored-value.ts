/** Small choices kept in this browser. A browser that forbids storage forgets them, and nothing breaks. */
export const storedValue = {
  get(key: string): string | undefined {
    try {
      return localStorage.getItem(`flowdesk.${key}`) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(`flowdesk.${key}`, value);
    } catch {
      // As said above.
    }
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(`flowdesk.${key}`);
    } catch {
      // As said above.
    }
  },
};
