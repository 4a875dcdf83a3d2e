import { WebSocket } from "ws";
import type { RealtimeUnderTest } from "./support.ts";
import { eventually, publishableKey } from "./support.ts";

/** A websocket that speaks protocol 2.0.0 by hand, for what the stock client would never send. */
export class RawClient {
  readonly websocket: WebSocket;
  readonly received: unknown[] = [];
  closeCode: number | undefined;

  private constructor(websocket: WebSocket) {
    this.websocket = websocket;
    websocket.on("message", (data, isBinary) => {
      this.received.push(isBinary ? data : JSON.parse(data.toString()));
    });
    websocket.on("close", (code) => {
      this.closeCode = code;
    });
    websocket.on("error", () => undefined);
  }

  static async open(realtime: RealtimeUnderTest, key = publishableKey): Promise<RawClient> {
    const client = new RawClient(
      new WebSocket(`${realtime.url}/websocket?apikey=${key}&vsn=2.0.0`),
    );
    await new Promise((resolve, reject) => {
      client.websocket.once("open", resolve);
      client.websocket.once("error", reject);
    });
    return client;
  }

  send(...message: unknown[]): void {
    this.websocket.send(JSON.stringify(message));
  }

  /** Waits for the reply to a ref and takes its payload. */
  reply(ref: string): Promise<unknown> {
    return eventually(() => {
      const found = this.received.find(
        (message) => Array.isArray(message) && message[1] === ref && message[3] === "phx_reply",
      );
      if (!Array.isArray(found)) throw new Error(`no reply to ${ref}`);
      return found[4];
    });
  }

  async join(topic: string, ref = "1", config: object = {}): Promise<unknown> {
    this.send(ref, ref, `realtime:${topic}`, "phx_join", { config });
    return this.reply(ref);
  }

  close(): void {
    this.websocket.terminate();
  }
}
