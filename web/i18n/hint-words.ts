// Hints for who is new here. They come after the first screen, and only to who has not put them away.
import type { Locale } from "./catalogue.ts";

const id = {
  label: "Petunjuk",
  keys: "Bekerja lebih cepat: tekan ? untuk melihat pintasan, Ctrl+K untuk mencari perintah, folder, orang, atau pengaturan.",
  understood: "Mengerti",
};

export type HintWords = typeof id;

const en: HintWords = {
  label: "Hint",
  keys: "Work faster: press ? to see the shortcuts, Ctrl+K to find a command, a folder, a person or a setting.",
  understood: "Got it",
};

export const hintWords: Readonly<Record<Locale, HintWords>> = { id, en };
