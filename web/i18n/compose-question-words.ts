// What composers ask: before a message leaves, and where a link leads. It comes when it is asked.
import type { Locale } from "./catalogue.ts";

const id = {
  warnings: {
    tooLarge: (total: string, limit: string) => `Lampiran berjumlah ${total}; batasnya ${limit}. Kurangi lampirannya.`,
    manyRecipients: (count: number) =>
      `${count} penerima akan saling melihat alamatnya. Pindahkan ke Tembusan Tersembunyi (Bcc) jika tidak perlu.`,
  },
  moveToBcc: "Pindahkan ke Bcc",
  link: {
    title: "Tautan",
    address: "Alamat tautan",
    invalid: "Alamat dimulai dengan https:// atau berupa alamat email.",
    insert: "Pasang Tautan",
  },
};

export type ComposeQuestionWords = typeof id;

const en: ComposeQuestionWords = {
  warnings: {
    tooLarge: (total, limit) => `The attachments are ${total} in all; the limit is ${limit}. Please remove some.`,
    manyRecipients: (count) =>
      `${count} recipients will see each other's addresses. Move them to Bcc if they need not.`,
  },
  moveToBcc: "Move to Bcc",
  link: {
    title: "Link",
    address: "Address of the link",
    invalid: "The address begins with https:// or is an e-mail address.",
    insert: "Insert Link",
  },
};

export const composeQuestionWords: Readonly<Record<Locale, ComposeQuestionWords>> = { id, en };
