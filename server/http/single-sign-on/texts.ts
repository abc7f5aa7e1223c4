// The words about signing in with the organisation's provider or directory, in both languages.

import type { Language } from "../language.ts";

const id = {
  button: (name: string) => `Masuk dengan ${name}`,
  publicComputer: "Di komputer umum? Masuk tanpa diingat di sini",
  or: "atau",
  directoryHint: (name: string) => `Gunakan kata sandi ${name} Anda.`,
  useButton: (name: string) => `Jika akun Anda terhubung dengan ${name}, masuklah dengan tombolnya.`,
  directoryDown: (name: string) =>
    `${name} sedang tidak dapat dihubungi, jadi kata sandi Anda belum dapat diperiksa. Silakan coba lagi beberapa menit lagi, atau hubungi Dukungan TIK.`,
  directoryExpired: (name: string) =>
    `Kata sandi ${name} Anda sudah kedaluwarsa atau harus diganti. Gantilah dahulu di ${name}, lalu masuk di sini.`,
  unavailableTitle: "Belum bisa masuk",
  unavailable: (name: string) =>
    `${name} sedang tidak dapat dihubungi. Silakan coba lagi beberapa menit lagi, atau hubungi Dukungan TIK.`,
  refusedTitle: "Tidak berhasil masuk",
  refused: (name: string) => `${name} tidak memastikan siapa Anda. Silakan coba lagi dari halaman masuk.`,
  goneTitle: "Mulai lagi dari awal",
  gone: "Langkah ini sudah dipakai, terlalu lama, atau dimulai di peramban lain. Silakan masuk sekali lagi.",
  unlinkedTitle: "Akun Anda belum terhubung",
  unlinked: (name: string) =>
    `${name} mengenal Anda, tetapi identitas itu belum terhubung dengan akun email di sini. Hubungi Dukungan TIK dan sebutkan kode ini:`,
  unlinkedHint: "Kode ini bukan rahasia. Petugas memeriksa identitas Anda, lalu menghubungkannya satu kali saja.",
  closedTitle: "Akun Dinonaktifkan",
  closed: (name: string) =>
    `${name} mengenal Anda, tetapi akun email Anda sedang dinonaktifkan. Hubungi Dukungan TIK untuk mengaktifkannya.`,
  back: "Kembali ke halaman masuk",
  section: "Akun Instansi",
  sectionHint:
    "Masuk dengan akun yang sudah Anda miliki di instansi. Hanya Dukungan TIK yang dapat melepas hubungannya.",
  isLinked: "terhubung",
  isNotLinked: "belum terhubung",
  link: "Hubungkan",
  directoryTitle: (name: string) => `Hubungkan ${name}`,
  directoryIntro:
    "Ketik nama pengguna dan kata sandi Anda di sana. Setelah itu Anda dapat masuk dengan kata sandi itu.",
  username: "Nama Pengguna",
  password: "Kata Sandi",
  linkFailed: {
    wrong: "Nama pengguna atau kata sandi ini salah.",
    expired: "Kata sandi ini sudah kedaluwarsa. Gantilah dahulu di sana.",
    taken: "Identitas ini sudah terhubung dengan akun lain. Hubungi Dukungan TIK.",
    unavailable: "Direktori sedang tidak dapat dihubungi. Silakan coba lagi nanti.",
    tooMany: "Terlalu banyak percobaan. Silakan coba lagi 15 menit lagi.",
  },
  notLinked: (name: string) =>
    `${name} tidak jadi dihubungkan: identitas itu milik akun lain, atau bukti siapa Anda sudah terlalu lama.`,
  notProven: (name: string) => `${name} tidak memastikan bahwa ini Anda. Silakan coba lagi.`,
  proveWith: (name: string) => `Pastikan melalui ${name}`,
  proveDown: "Direktori sedang tidak dapat dihubungi. Silakan coba lagi nanti.",
  elsewhere: (name: string) => `Kata sandi Anda adalah kata sandi ${name}, jadi diubah di sana, bukan di sini.`,
  forgot: (name: string) =>
    `Jika Anda masuk dengan ${name}, kata sandinya diatur ulang di sana: kami tidak mengirim tautan.`,
  signOutThere: (name: string) => `Keluar juga dari ${name}`,
};

const en: typeof id = {
  button: (name) => `Sign in with ${name}`,
  publicComputer: "On a public computer? Sign in without being remembered here",
  or: "or",
  directoryHint: (name) => `Use your ${name} password.`,
  useButton: (name) => `If your account is linked with ${name}, sign in with its button.`,
  directoryDown: (name) =>
    `${name} cannot be reached, so your password could not be checked. Please try again in a few minutes, or contact IT support.`,
  directoryExpired: (name) =>
    `Your ${name} password has expired or must be changed. Change it at ${name} first, then sign in here.`,
  unavailableTitle: "You cannot sign in yet",
  unavailable: (name) => `${name} cannot be reached. Please try again in a few minutes, or contact IT support.`,
  refusedTitle: "Signing in did not work",
  refused: (name) => `${name} did not confirm who you are. Please try again from the sign-in page.`,
  goneTitle: "Please start again",
  gone: "This step was used already, took too long, or began in another browser. Please sign in once more.",
  unlinkedTitle: "Your account is not linked yet",
  unlinked: (name) =>
    `${name} knows you, but that identity is not linked with a mail account here. Contact IT support and give them this code:`,
  unlinkedHint: "The code is no secret. IT support checks who you are and links it, once.",
  closedTitle: "Account disabled",
  closed: (name) => `${name} knows you, but your mail account is disabled. Contact IT support to have it enabled.`,
  back: "Back to the sign-in page",
  section: "Account of your organisation",
  sectionHint:
    "Sign in with the account that you already have at your organisation. Only IT support can undo the link.",
  isLinked: "linked",
  isNotLinked: "not linked yet",
  link: "Link",
  directoryTitle: (name) => `Link ${name}`,
  directoryIntro: "Type your username and password there. From then on you can sign in with that password.",
  username: "Username",
  password: "Password",
  linkFailed: {
    wrong: "This username or password is wrong.",
    expired: "This password has expired. Change it there first.",
    taken: "This identity is linked with another account already. Contact IT support.",
    unavailable: "The directory cannot be reached. Please try again later.",
    tooMany: "Too many attempts. Please try again in 15 minutes.",
  },
  notLinked: (name) =>
    `${name} was not linked: that identity belongs to another account, or the proof of who you are is too old.`,
  notProven: (name) => `${name} did not confirm that it is you. Please try again.`,
  proveWith: (name) => `Confirm with ${name}`,
  proveDown: "The directory cannot be reached. Please try again later.",
  elsewhere: (name) => `Your password is that of ${name}, so it is changed there, not here.`,
  forgot: (name) => `If you sign in with ${name}, its password is reset there: we send no link.`,
  signOutThere: (name) => `Also sign out of ${name}`,
};

export type SingleSignOnTexts = typeof id;

export const singleSignOnTexts: Record<Language, SingleSignOnTexts> = { id, en };
