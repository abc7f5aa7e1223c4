// Names of files in an archive that every system can unpack: no folders, no way out, nothing that Windows refuses, none twice.

const MAX_CHARACTERS = 180;
const REFUSED_BY_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A safe name made of `name`, added to `taken` (which holds lower case) so that the next one differs. */
export function fileName(name: string, taken: Set<string>): string {
  const [stem, extension] = splitName(safeName(name));
  let unique = stem + extension;
  for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${stem} (${count})${extension}`;
  taken.add(unique.toLowerCase());
  return unique;
}

function safeName(name: string): string {
  const last = name.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last
    // Marks of direction make "gpj.exe" look like "exe.jpg".
    .replace(/[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "_")
    .replace(/^[. ]+|[. ]+$/g, "")
    .replace(REFUSED_BY_WINDOWS, "_$&");
  return plain === "" ? "file" : plain;
}

function splitName(name: string): [stem: string, extension: string] {
  const extension = /\.[^. ]{1,16}$/.exec(name)?.[0] ?? "";
  const stem = Array.from(name.slice(0, name.length - extension.length));
  return [stem.slice(0, MAX_CHARACTERS).join(""), extension];
}
