// What the offer of drafts from an earlier visit says. It comes when there are any.
import type { Locale } from "./catalogue.ts";

const id = {
  label: "Draf yang belum tersimpan",
  one: (subject: string, date: string) => `Ada draf yang belum tersimpan: “${subject}”, ${date}.`,
  many: (count: number) => `Ada ${count} draf yang belum tersimpan dari kunjungan sebelumnya.`,
  open: "Buka",
  discard: "Buang",
  discarded: "Draf yang belum tersimpan dibuang",
  openElsewhere: "Draf ini sedang terbuka di jendela lain.",
};

export type UnsavedWords = typeof id;

const en: UnsavedWords = {
  label: "Unsaved drafts",
  one: (subject, date) => `There is an unsaved draft: “${subject}”, ${date}.`,
  many: (count) => `There are ${count} unsaved drafts from an earlier visit.`,
  open: "Open",
  discard: "Discard",
  discarded: "Unsaved draft discarded",
  openElsewhere: "This draft is open in another window.",
};

export const unsavedWords: Readonly<Record<Locale, UnsavedWords>> = { id, en };
