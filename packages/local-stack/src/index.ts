export {
  type Beside,
  type CommandLineOptions,
  exitWith,
  runReset,
  runStart,
  runStatus,
  type StartFlags,
} from "./command-line.ts";
export { createStack, type Stack, type StackOptions } from "./create-stack.ts";
export { StackError, type StackErrorCode } from "./errors.ts";
export type { Logger } from "./service.ts";
export type { StackStatus } from "./status.ts";
