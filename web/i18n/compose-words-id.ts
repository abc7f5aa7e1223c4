// What composers say from their beginning, in Indonesian.

export const composeWords = {
  saveState: {
    signedOut: "Sesi berakhir: draf disimpan di peramban ini",
    server: "Server tidak menjawab: draf disimpan di peramban ini",
    notKept: "Draf belum tersimpan di mana pun. Salin isinya sebelum menutup jendela ini.",
  },
  invalidRecipient: (text: string) => `“${text}” bukan alamat email yang lengkap. Contoh: nama@instansi.go.id`,
  invalidRecipients: (count: number) =>
    `${count} penerima bukan alamat email yang lengkap; ditandai dengan tanda seru.`,
  recipient: (name: string) => `${name}. Tekan Enter untuk mengubah, Delete untuk menghapus.`,
  incomplete: "alamat tidak lengkap",
  conflict: {
    openElsewhere: "Draf ini sedang ditulis di jendela lain. Yang Anda ubah di sini disimpan sebagai draf tersendiri.",
    changedElsewhere:
      "Draf ini diubah, dikirim, atau dibuang di tempat lain. Tulisan di sini disimpan sebagai draf tersendiri.",
  },
  sendFailed: (reason: string) => `Pesan belum terkirim. ${reason}`,
  sendingStill: "Pesan masih menunggu dikirim. Jangan tutup jendela ini dahulu.",
  fileTooLarge: (limit: string) => `Terlalu besar; batas satu berkas ${limit}`,
  fileGone: "Berkas tidak ada lagi di server. Lampirkan kembali.",
  pictureTooLarge: (limit: string) => `Gambar di atas ${limit} dilampirkan sebagai berkas, tidak di dalam teks.`,
  dropFiles: "Lepaskan untuk melampirkan. Gambar yang dilepas di atas teks masuk ke dalam teks.",
  noSignature: "Anda belum memiliki tanda tangan email.",
  makeSignature: "Buat Tanda Tangan",
};
