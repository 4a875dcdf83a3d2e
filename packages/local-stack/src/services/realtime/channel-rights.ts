import type { Claims } from "../../tokens.ts";
import { everything, nothing, type Permissions } from "./authorizer.ts";
import type { RealtimeContext } from "./context.ts";

interface ChannelRightsOptions {
  subtopic: string;
  isPrivate: boolean;
  mayRead: Permissions;
  caller: () => { claims: Claims; headers: Record<string, string> };
  /** Called when the database could not be asked: that is neither a yes nor a no. */
  onUnanswered: () => void;
}

/** What one channel may do, as the policies last answered. Public channels may do everything. */
export class ChannelRights {
  mayRead: Permissions;
  /** Unknown until first needed, and after each new token. */
  #mayWrite: Permissions | undefined;
  readonly #context: RealtimeContext;
  readonly #options: ChannelRightsOptions;

  constructor(context: RealtimeContext, options: ChannelRightsOptions) {
    this.#context = context;
    this.#options = options;
    this.mayRead = options.mayRead;
  }

  /** A promise only where the database has to be asked first. */
  mayWrite(): Permissions | Promise<Permissions> {
    if (!this.#options.isPrivate) return everything;
    return this.#mayWrite ?? this.#askToWrite();
  }

  /** Presence was off when the channel joined, so its policy has not been asked. */
  async askToReadPresence(): Promise<void> {
    if (!this.#options.isPrivate) return;
    const { presence } = await this.#ask(() =>
      this.#context.authorizer.read(this.#options.caller(), this.#options.subtopic, ["presence"]),
    );
    this.mayRead = { ...this.mayRead, presence };
  }

  /**
   * Asks everything anew, for a new token. Resolves to the reason why the channel has to end, if
   * there is one.
   */
  async renew(hasPresence: boolean): Promise<string | undefined> {
    this.#mayWrite = undefined;
    if (!this.#options.isPrivate) return undefined;
    const { subtopic, caller } = this.#options;
    const before = this.mayRead;
    const after = await this.#ask(() =>
      this.#context.authorizer.read(
        caller(),
        subtopic,
        hasPresence ? ["broadcast", "presence"] : ["broadcast"],
      ),
    );
    this.mayRead = after;
    if (!after.broadcast && !after.presence) {
      return `You do not have permissions to read from this Channel topic: ${subtopic}`;
    }
    if ((before.broadcast && !after.broadcast) || (before.presence && !after.presence)) {
      return `You no longer have permission to read from this Channel topic: ${subtopic}`;
    }
    return undefined;
  }

  async #askToWrite(): Promise<Permissions> {
    this.#mayWrite = await this.#ask(() =>
      this.#context.authorizer.write(this.#options.caller(), this.#options.subtopic),
    );
    return this.#mayWrite;
  }

  async #ask(question: () => Promise<Permissions>): Promise<Permissions> {
    try {
      return await question();
    } catch (error) {
      this.#context.log.warn({ err: error }, "a channel's rights could not be looked up");
      this.#options.onUnanswered();
      return nothing;
    }
  }
}
