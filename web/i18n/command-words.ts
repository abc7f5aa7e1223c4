// What only commands say. It comes with the table of commands, not with the first screen.
import type { Locale } from "./catalogue.ts";

const id = {
  selectUnread: "Pilih yang belum dibaca",
  selectStarred: "Pilih yang berbintang",
  nextMessage: "Pesan berikutnya",
  previousMessage: "Pesan sebelumnya",
  openAllMessages: "Buka semua pesan",
  closeAllMessages: "Lipat semua pesan",
  working: (count: string) => `Sedang mengerjakan ${count} percakapan…`,
};

const en: typeof id = {
  selectUnread: "Select unread",
  selectStarred: "Select starred",
  nextMessage: "Next message",
  previousMessage: "Previous message",
  openAllMessages: "Open all messages",
  closeAllMessages: "Fold all messages",
  working: (count) => `Working on ${count} conversations…`,
};

export const commandWords: Readonly<Record<Locale, typeof id>> = { id, en };
