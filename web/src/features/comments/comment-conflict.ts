import { AppError } from "#/lib/app-error.ts";
import type { Comment } from "./queries.ts";

/** The comment was changed in another window first. Nothing was written; what it says now is here to be shown. */
export class CommentConflict extends AppError {
  readonly current: Comment;

  constructor(current: Comment) {
    super({ code: "conflict", message: "The comment was changed first.", status: 409 });
    this.current = current;
  }
}
