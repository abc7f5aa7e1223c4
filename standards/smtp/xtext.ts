// xtext of RFC 3461 §4: how parameter values carry what a parameter may not.

/** The text, or null when it is not xtext. Octets are UTF-8. */
export function decodeXtext(text: string): string | null {
  if (!/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text)) return null;
  const octets = text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, "latin1").toString("utf8");
}

export function encodeXtext(text: string): string {
  return Buffer.from(text)
    .toString("latin1")
    .replace(/[^!-*,-<>-~]/g, (octet) => `+${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
