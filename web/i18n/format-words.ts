// What only the formats of a text say. It comes with the editor.
import type { Locale } from "./catalogue.ts";

const id = {
  label: "Format teks",
  bold: "Tebal",
  italic: "Miring",
  underline: "Garis Bawah",
  bullets: "Daftar",
  numbers: "Daftar Bernomor",
  quote: "Kutipan",
  link: "Tautan",
  clear: "Hapus Format",
};

const en: typeof id = {
  label: "Text format",
  bold: "Bold",
  italic: "Italic",
  underline: "Underline",
  bullets: "Bulleted list",
  numbers: "Numbered list",
  quote: "Quote",
  link: "Link",
  clear: "Clear formatting",
};

export const formatWords: Readonly<Record<Locale, typeof id>> = { id, en };
