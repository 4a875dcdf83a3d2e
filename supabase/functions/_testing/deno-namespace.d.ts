/** What functions use of Deno, for the compiler that checks their tests. Deno itself checks the functions. */
declare namespace Deno {
  const env: { get(name: string): string | undefined };
  const errors: { NotFound: ErrorConstructor; TimedOut: ErrorConstructor };
  function resolveDns(
    name: string,
    type: "TXT",
    options: { nameServer?: { ipAddr: string; port: number }; signal: AbortSignal },
  ): Promise<string[][]>;
}
