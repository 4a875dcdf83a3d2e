import { AppError } from "./app-error.ts";
import { supabase } from "./supabase.ts";

/** Where a picture is that everybody may see who knows its address, or undefined where there is none. */
export function pictureUrl(
  bucket: "avatars" | "logos",
  path: string | null | undefined,
): string | undefined {
  return path ? supabase.storage.from(bucket).getPublicUrl(path).data.publicUrl : undefined;
}

interface PictureOptions {
  /** Pixels of the longer side at most. */
  side: number;
  /** Cut to a square from the middle. */
  square?: boolean;
}

/** The picture made small, without the place and time that a camera wrote into it. */
export async function shrinkPicture(file: Blob, options: PictureOptions): Promise<Blob> {
  const bitmap = await createImageBitmap(file).catch((): never => {
    throw unreadable();
  });
  const { width, height } = bitmap;
  const edge = Math.min(width, height);
  const cut = options.square ? { width: edge, height: edge } : { width, height };
  const scale = Math.min(1, options.side / Math.max(cut.width, cut.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(cut.width * scale));
  canvas.height = Math.max(1, Math.round(cut.height * scale));
  canvas
    .getContext("2d")
    ?.drawImage(
      bitmap,
      (width - cut.width) / 2,
      (height - cut.height) / 2,
      cut.width,
      cut.height,
      0,
      0,
      canvas.width,
      canvas.height,
    );
  bitmap.close();
  // A browser that cannot write WebP writes PNG instead.
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/webp", 0.9);
  });
  if (!blob) throw unreadable();
  return blob;
}

/** Stores the picture under a new name below `folder`, so that no cache shows the former one. */
export async function storePicture(
  bucket: "avatars" | "logos",
  folder: string,
  picture: Blob,
): Promise<string> {
  const extension = picture.type === "image/webp" ? "webp" : "png";
  const path = `${folder}/${crypto.randomUUID()}.${extension}`;
  const { error } = await supabase.storage
    .from(bucket)
    .upload(path, picture, { contentType: picture.type, cacheControl: "31536000" });
  if (!error) return path;
  const status = Number("status" in error ? error.status : 0) || 0;
  throw new AppError({
    code: status === 0 ? "network" : status === 403 ? "permission_denied" : "picture_refused",
    message: error.message,
    status,
  });
}

/** Removes a picture that nothing shows any more. What is left over after a failure harms nobody. */
export async function discardPicture(
  bucket: "avatars" | "logos",
  path: string | null | undefined,
): Promise<void> {
  if (path) await supabase.storage.from(bucket).remove([path]);
}

function unreadable(): AppError {
  return new AppError({
    code: "picture_unreadable",
    message: "This file is not a picture that the browser can read.",
    status: 422,
  });
}
