import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import {
  copyFile,
  type FileHandle,
  mkdir,
  open,
  opendir,
  rename,
  rm,
  stat,
  utimes,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import { chunksOf } from "./streams.ts";

/** What is found out about bytes while they are kept. */
export interface KeptBytes {
  size: number;
  eTag: string;
}

/** A version in whose place one finds bytes that nobody has asked about yet. */
export interface StoredVersion {
  version: string;
  writtenAt: Date;
}

/**
 * The bytes of all objects. Each upload is one file, named by its version and never changed: a row that
 * names the version makes it an object, and without such a row it is waste. Nothing in a path comes from
 * outside, so no name of an object or bucket can lead anywhere.
 */
export interface ByteStore {
  /** Keeps a stream, on the disk for good when it resolves. Leaves nothing behind when it rejects. */
  write(version: string, source: Readable, onBytes: (total: number) => void): Promise<KeptBytes>;
  /** Takes over a file that is complete. */
  adopt(version: string, path: string): Promise<KeptBytes>;
  /** Undefined: the source is gone. */
  copy(from: string, to: string): Promise<true | undefined>;
  /** Undefined: there are none. The caller closes the handle. */
  open(version: string): Promise<FileHandle | undefined>;
  remove(versions: Iterable<string | null>): Promise<void>;
  /** Every version on the disk that is not being written. */
  list(): AsyncGenerator<StoredVersion>;
}

export interface ByteStoreOptions {
  directory: string;
  /** Whether bytes must survive a loss of power. */
  durable: boolean;
}

/** Rows are written by migrations and seeds as well, and a version may be anything there. */
const versionSchema = z.guid();

export function createByteStore({ directory, durable }: ByteStoreOptions): ByteStore {
  const beingWritten = new Set<string>();

  const pathOf = (version: string) =>
    join(directory, version.slice(0, 2).toLowerCase(), version.toLowerCase());

  /** Makes the name of a new file as durable as its bytes. */
  async function settle(path: string): Promise<void> {
    if (!durable) return;
    const folder = await open(dirname(path), "r");
    await folder.sync().finally(() => folder.close());
  }

  /** Runs work that makes the version's file, out of the sweeper's sight. */
  async function make<Result>(version: string, work: (path: string) => Promise<Result>) {
    const path = pathOf(versionSchema.parse(version));
    beingWritten.add(version);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const result = await work(path);
      await settle(path);
      return result;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      beingWritten.delete(version);
    }
  }

  return {
    write: (version, source, onBytes) =>
      make(version, async (path) => {
        const file = await open(path, "wx", 0o600);
        const digest = createHash("md5");
        let size = 0;
        try {
          for await (const chunk of chunksOf(source)) {
            size += chunk.length;
            onBytes(size);
            digest.update(chunk);
            await file.appendFile(chunk);
          }
          if (durable) await file.sync();
        } finally {
          await file.close();
        }
        return { size, eTag: quote(digest.digest("hex")) };
      }),

    adopt: (version, source) =>
      make(version, async (path) => {
        const digest = createHash("md5");
        for await (const chunk of createReadStream(source)) digest.update(chunk);
        const file = await open(source, "r+");
        try {
          if (durable) await file.sync();
          // The sweeper counts from here, however long ago the upload began.
          await utimes(source, new Date(), new Date());
          const { size } = await file.stat();
          await rename(source, path);
          return { size, eTag: quote(digest.digest("hex")) };
        } finally {
          await file.close();
        }
      }),

    copy: (from, to) =>
      make(to, async (path) => {
        if (!versionSchema.safeParse(from).success) return undefined;
        // Where the file system can, both share their blocks.
        const mode = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;
        const isThere = await unlessMissing(copyFile(pathOf(from), path, mode).then(() => true));
        if (!isThere) return undefined;
        const file = await open(path, "r+");
        try {
          if (durable) await file.sync();
        } finally {
          await file.close();
        }
        return true;
      }),

    open: async (version) =>
      versionSchema.safeParse(version).success
        ? unlessMissing(open(pathOf(version), "r"))
        : undefined,

    async remove(versions) {
      for (const version of versions) {
        if (!versionSchema.safeParse(version).success || version === null) continue;
        await rm(pathOf(version), { force: true });
      }
    },

    async *list() {
      for await (const folder of entriesOf(directory)) {
        for await (const version of entriesOf(join(directory, folder))) {
          if (beingWritten.has(version) || !versionSchema.safeParse(version).success) continue;
          const found = await unlessMissing(stat(pathOf(version)));
          if (found) yield { version, writtenAt: found.mtime };
        }
      }
    },
  };
}

const quote = (hash: string) => `"${hash}"`;

async function* entriesOf(directory: string): AsyncGenerator<string> {
  const folder = await unlessMissing(opendir(directory));
  if (folder === undefined) return;
  for await (const entry of folder) yield entry.name;
}

async function unlessMissing<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
