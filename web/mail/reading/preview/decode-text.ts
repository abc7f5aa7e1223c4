// The text of a file in the charset that it says, or that its bytes speak for.

/** Never fails: what is no text of the charset shows as replacement characters. `isCut` allows for half a character at the end. */
export function decodeText(bytes: Uint8Array, charset: string | null, isCut = false): string {
  const marked = markedCharset(bytes);
  for (const label of [marked, marked ? null : charset, "utf-8"]) {
    const text = label === null ? undefined : decode(bytes, label, { fatal: label === "utf-8", stream: isCut });
    if (text !== undefined) return text;
  }
  return decode(bytes, "windows-1252", { fatal: false, stream: false }) ?? "";
}

function markedCharset([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

function decode(bytes: Uint8Array, label: string, options: TextDecoderOptions & TextDecodeOptions): string | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(/^us-ascii$/i.test(label) ? "utf-8" : label, options);
  } catch (error) {
    // A charset that the browser does not know.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  try {
    return decoder.decode(bytes, options);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
