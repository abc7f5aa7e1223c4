// What a picture is by its first octets. Only formats that can run nothing: SVG is not among them.

type PictureType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif" | "image/bmp";

const starts: readonly [PictureType, string][] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
  ["image/bmp", "BM"],
];

/** Undefined for whatever is no such picture, whatever its sender calls it. */
export function pictureType(content: Uint8Array): PictureType | undefined {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 32)).toString("latin1");
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "image/webp";
  if (head.slice(4, 8) === "ftyp" && /^avi[fs]/.test(head.slice(8, 12))) return "image/avif";
  return starts.find(([, start]) => head.startsWith(start))?.[0];
}
