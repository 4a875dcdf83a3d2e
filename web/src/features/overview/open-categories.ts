/** As in an address: what is not complete. */
export const openCategories = "todo,in_progress";
