/**
 * Main thread of a Deno process: starts a worker a function and watches over them. No code of a function runs
 * on this thread, so it always answers, and can end a worker that does not.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type {
  BootCommand,
  Command,
  Ending,
  Report,
  Settings,
  WorkerMessage,
  WorkerTask,
} from "./protocol.ts";

interface Hosted {
  worker: Worker;
  startedAt: number;
  isListening: boolean;
  /** Of the ping that is not answered yet. */
  pingedAt: number | undefined;
  ending: Ending | undefined;
  message: string;
}

const HEARTBEAT_MS = 500;
/** What the process itself needs or sets, and no deployment gives to a function. */
const PRIVATE_VARIABLES = [
  "DENO_DIR",
  "DENO_NODE_SHIM_ACTIVE",
  "DENO_NO_UPDATE_CHECK",
  "HOME",
  "NO_COLOR",
  "PATH",
];

const hosted = new Map<string, Hosted>();
let settings: Settings | undefined;
let lastBeat = Date.now();

for (const name of PRIVATE_VARIABLES) delete process.env[name];

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  if (settings === undefined) settings = JSON.parse(line) satisfies Settings;
  else obey(settings, JSON.parse(line) satisfies Command);
});
// The stack is gone, however it ended.
lines.on("close", () => process.exit(0));

setInterval(beat, HEARTBEAT_MS);

function obey(given: Settings, command: Command): void {
  if (command.kind === "boot") {
    boot(given, command);
    return;
  }
  const state = hosted.get(command.worker);
  if (state) end(state, "stopped", "it was idle");
}

function boot(given: Settings, { worker: id, name, entrypoint }: BootCommand): void {
  const task: WorkerTask = { ...given, worker: id, name, entrypoint };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: given.heapMegabytes },
  });
  const state: Hosted = {
    worker,
    startedAt: Date.now(),
    isListening: false,
    pingedAt: undefined,
    ending: undefined,
    message: "",
  };
  hosted.set(id, state);
  worker.on("message", (message: WorkerMessage) => receive(id, state, message));
  worker.on("error", (error: Error & { code?: string }) => {
    state.ending ??= error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "out_of_memory" : "crashed";
    state.message ||= error.message;
  });
  worker.on("exit", (code: number) => {
    hosted.delete(id);
    // Before it listens, whatever ends a worker keeps the function from starting.
    const ending = state.ending ?? "crashed";
    report({
      kind: "ended",
      worker: id,
      ending: !state.isListening && ending === "crashed" ? "boot_failed" : ending,
      message: state.message || `it exited with code ${code}`,
    });
  });
}

function receive(id: string, state: Hosted, message: WorkerMessage): void {
  if (message.kind === "listening") {
    state.isListening = true;
    report({ kind: "listening", worker: id, port: message.port });
  } else if (message.kind === "boot_failed") {
    end(state, "boot_failed", message.message);
  } else {
    state.pingedAt = undefined;
    const megabytes = message.externalBytes / 1024 / 1024;
    if (message.hasReachedHeapLimit) {
      end(state, "out_of_memory", "its heap is full");
    } else if (settings && megabytes > settings.heapMegabytes) {
      end(state, "out_of_memory", `it holds ${Math.round(megabytes)} MB of buffers`);
    }
  }
}

function beat(): void {
  const now = Date.now();
  // The machine slept, or is so busy that this thread did not run either: nobody is to blame.
  const isLate = now - lastBeat > HEARTBEAT_MS * 4;
  lastBeat = now;
  if (settings === undefined) return;
  for (const state of hosted.values()) {
    if (!state.isListening) {
      if (now - state.startedAt > settings.bootMs) {
        end(state, "boot_failed", `it did not start within ${settings.bootMs} ms`);
      }
    } else if (state.pingedAt === undefined || isLate) {
      state.pingedAt = now;
      state.worker.postMessage("ping");
    } else if (now - state.pingedAt > settings.unresponsiveMs) {
      end(state, "unresponsive", `it did not answer for ${settings.unresponsiveMs} ms`);
    }
  }
}

function end(state: Hosted, ending: Ending, message: string): void {
  if (state.ending !== undefined) return;
  state.ending = ending;
  state.message = message;
  void state.worker.terminate();
}

function report(message: Report): void {
  process.stdout.write(`${settings?.mark ?? ""}${JSON.stringify(message)}\n`);
}
