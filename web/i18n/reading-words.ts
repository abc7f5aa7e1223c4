// What only previews, invitations and printing say. They come with the parts that say it, not with the first screen.
import type { Locale } from "./catalogue.ts";

const id = {
  position: (index: number, count: number) => `${index} dari ${count}`,
  noPreview: "Berkas ini tidak dapat ditampilkan di sini",
  noPreviewHint:
    "Unduh lalu buka dengan aplikasi di komputer Anda. Berkas dari pengirim yang tidak dikenal perlu dicurigai.",
  pdf: "Dokumen PDF dibuka di luar halaman ini",
  pdfHint: "Demi keamanan, PDF tidak dijalankan di dalam surat. Unduh lalu buka dengan pembaca PDF.",
  failed: "Lampiran tidak dapat dimuat.",
  textCut: (size: string) => `Hanya ${size} pertama yang ditampilkan. Unduh untuk melihat seluruhnya.`,
  attachedMessage: "Pesan terlampir",
  attachedFiles: "Lampiran di dalam pesan ini ada pada berkas yang diunduh",
  savedAll: "Semua lampiran sudah disimpan dalam satu berkas zip",
  saveFailed: (name: string) => `${name} tidak dapat diunduh, jadi arsipnya tidak dibuat. Coba lagi.`,
  tooLarge: "Lampiran terlalu besar untuk satu arsip. Unduh satu per satu.",
  archiveName: "lampiran",
  invitation: "Undangan",
  invitationCancelled: "Undangan dibatalkan",
  invitationReply: "Jawaban undangan",
  when: "Waktu",
  where: "Tempat",
  organizer: "Penyelenggara",
  attendees: (count: number) => `Peserta (${count})`,
  untitled: "(Tanpa judul)",
  repeats: "Berulang; lihat undangan aslinya",
  allDay: "sepanjang hari",
  floating: "waktu setempat",
  moreAttendees: (count: number) => `dan ${count} lainnya`,
  moreEvents: (count: number) => `${count} acara lain ada di berkas undangan`,
  optional: "tidak wajib",
  participation: {
    ACCEPTED: "hadir",
    DECLINED: "tidak hadir",
    TENTATIVE: "belum pasti",
    DELEGATED: "diwakilkan",
  } as Readonly<Record<string, string>>,
  unreadable: "Undangan ini tidak dapat dibaca di sini.",
  printFrame: "Halaman cetak",
  received: "Diterima",
  messageId: "Message-ID",
  digest: "SHA-256",
  evidence:
    "SHA-256 dihitung dari pesan asli (.eml) sebagaimana diterima. Berkas asli dengan nilai yang sama menunjukkan " +
    "keutuhannya sebagai informasi elektronik (UU ITE Pasal 5 dan 6).",
  printedBy: (name: string, date: string) => `Dicetak oleh ${name}, ${date}`,
};

export type ReadingWords = typeof id;

const en: ReadingWords = {
  position: (index, count) => `${index} of ${count}`,
  noPreview: "This file cannot be shown here",
  noPreviewHint:
    "Download it and open it with a program on your computer. Be wary of files from senders you do not know.",
  pdf: "PDF documents open outside this page",
  pdfHint: "For safety, a PDF is not run within mail. Download it and open it with a PDF reader.",
  failed: "The attachment could not be loaded.",
  textCut: (size) => `Only the first ${size} are shown. Download it to see the whole.`,
  attachedMessage: "Attached message",
  attachedFiles: "The attachments of this message are in the file when you download it",
  savedAll: "All attachments were saved as one zip file",
  saveFailed: (name) => `${name} could not be downloaded, so no archive was made. Try again.`,
  tooLarge: "The attachments are too large for one archive. Download them one by one.",
  archiveName: "attachments",
  invitation: "Invitation",
  invitationCancelled: "Invitation cancelled",
  invitationReply: "Answer to an invitation",
  when: "When",
  where: "Where",
  organizer: "Organiser",
  attendees: (count) => `Attendees (${count})`,
  untitled: "(No title)",
  repeats: "Repeats; see the original invitation",
  allDay: "all day",
  floating: "local time",
  moreAttendees: (count) => (count === 1 ? "and 1 other" : `and ${count} others`),
  moreEvents: (count) => (count === 1 ? "1 more event is in the file" : `${count} more events are in the file`),
  optional: "optional",
  participation: { ACCEPTED: "coming", DECLINED: "not coming", TENTATIVE: "maybe", DELEGATED: "delegated" },
  unreadable: "This invitation cannot be read here.",
  printFrame: "Page to print",
  received: "Received",
  messageId: "Message-ID",
  digest: "SHA-256",
  evidence:
    "The SHA-256 is computed from the original message (.eml) as received. An original with the same value shows its " +
    "integrity as electronic information (Indonesian Law on Electronic Information and Transactions, articles 5 and 6).",
  printedBy: (name, date) => `Printed by ${name}, ${date}`,
};

export const readingWords: Readonly<Record<Locale, ReadingWords>> = { id, en };
