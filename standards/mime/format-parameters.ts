// Parameters of Content-Type and Content-Disposition: tokens, quoted strings, and RFC 2231 for what is neither.
import { isAscii } from "../address/mailbox.ts";

const token = /^[\w!#$%&'*+.^`{|}~-]+$/;
const attributeCharacter = /^[\w!#$&+.^`{|}~-]$/;
const maxPlain = 60;
const maxSection = 50;

/** `; name=value` as tokens that begin with the white space before which a line may be folded, the ";" on the one before. */
export function formatParameter(name: string, value: string): string[] {
  if (!token.test(name)) throw new TypeError("a parameter name is not valid");
  // eslint-disable-next-line no-control-regex -- controls are what is refused
  if (/[\x00-\x1f\x7f]/.test(value)) throw new TypeError(`the parameter ${name} has a control character`);
  const wellFormed = value.toWellFormed();
  if (isAscii(wellFormed) && wellFormed.length <= maxPlain) {
    return [` ${name}=${token.test(wellFormed) ? wellFormed : `"${wellFormed.replace(/["\\]/g, "\\$&")}"`}`];
  }
  const sections = percentEncodedSections(wellFormed);
  if (sections.length === 1) return [` ${name}*=utf-8''${sections[0]}`];
  return sections.map((section, index) => ` ${name}*${index}*=${index === 0 ? "utf-8''" : ""}${section}`);
}

function percentEncodedSections(value: string): string[] {
  const sections: string[] = [];
  let section = "";
  for (const character of value) {
    const encoded = attributeCharacter.test(character)
      ? character
      : [...Buffer.from(character)].map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, "0")}`).join("");
    if (section.length + encoded.length > maxSection) {
      sections.push(section);
      section = "";
    }
    section += encoded;
  }
  sections.push(section);
  return sections;
}
