/** The little of Deno's own interface that the runtime uses; everything else goes through Node's, which Deno has. */

export type Handler = (request: Request, info: unknown) => Response | Promise<Response>;

export interface ServeOptions {
  hostname?: string;
  port?: number;
  handler?: Handler;
  onListen?: (address: unknown) => void;
  onError?: (error: unknown) => Response | Promise<Response>;
  signal?: AbortSignal;
}

interface Server {
  addr: { port: number };
}

export interface DenoNamespace {
  serve: (...args: [Handler] | [ServeOptions, Handler]) => Server;
  stdout: { writeSync(bytes: Uint8Array): number };
}

declare const Deno: DenoNamespace;

export const deno: DenoNamespace = Deno;
