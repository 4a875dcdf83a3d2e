import { StorageError } from "./errors.ts";

/** A place for bytes: a bucket and the object's full name in it. */
export interface ObjectAddress {
  bucket: string;
  name: string;
}

/**
 * What hosted takes, which is what S3 calls safe and what needs special handling.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const OBJECT_NAME = /^[\w/!.*'() &$=@;:+,?-]+$/;
const BUCKET_NAME = /^[\w!.*'() &$=@;:+,?-]{1,100}$/;
/** S3's limit on keys. */
const MAX_NAME_LENGTH = 1024;

/**
 * Nobody reaches `a/../b` by its address, since every client resolves it; yet a policy on the first folder
 * would take it for an object of `a`.
 */
const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/;

export const invalidKey = (name: string) =>
  new StorageError(400, "InvalidKey", `Invalid key: ${name}`);

/** For names that will be kept. */
export function requireObjectName(name: string): void {
  requireKnownForm(name);
  if (name.length > MAX_NAME_LENGTH || DOT_SEGMENT.test(name)) throw invalidKey(name);
}

/** For names that are looked up: what could never be kept is refused, so that it reaches nothing. */
export function requireKnownForm(name: string): void {
  if (!OBJECT_NAME.test(name)) throw invalidKey(name);
}

export function requireBucketName(name: string): void {
  if (!BUCKET_NAME.test(name)) {
    throw new StorageError(400, "InvalidBucketName", "Bucket name invalid", {
      name: "Invalid Input",
    });
  }
}

/** Studio marks an empty folder by an empty object of this name, whatever the bucket's rules. */
export function isFolderPlaceholder(name: string): boolean {
  return name.endsWith(".emptyFolderPlaceholder");
}
