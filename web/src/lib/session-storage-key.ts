/** Where the auth client keeps the session in this browser. */
export const sessionStorageKey = "flowdesk.session";
