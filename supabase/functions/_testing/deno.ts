/** Tests call handlers in Node: what functions use of Deno there. */
Object.assign(globalThis, { Deno: { env: { get: (name: string) => process.env[name] } } });
