// The words of the pages before signing in, in both languages.

import type { ChangeCause } from "../../auth/sign-in.ts";
import type { Language } from "../language.ts";

export interface Texts {
  signIn: string;
  purpose: (organisation: string) => string;
  username: string;
  usernameHint: (example: { domain: string; prefix: string }) => string;
  password: string;
  show: string;
  hide: string;
  capsLock: string;
  wrong: string;
  wrongHint: string;
  tooMany: (seconds: number) => string;
  forgot: string;
  passkey: string;
  publicComputer: string;
  publicComputerHint: string;
  startAgain: string;
  passwordSet: string;
  busy: string;
  sessionNeeded: string;
  trouble: string;
  tips: readonly string[];
  official: string;
  officialHint: string;
  contact: string;
  wrongOld: string;
  changeTitle: Readonly<Record<ChangeCause, string>>;
  changeReason: Readonly<Record<ChangeCause, string>>;
  oldPassword: string;
  newPassword: string;
  confirmPassword: string;
  unfit: string;
  remember: string;
  unequal: string;
  signedOutTitle: string;
  signedOut: string;
  signedOutHint: string;
  signInAgain: string;
}

export const texts: Record<Language, Texts> = {
  id: {
    signIn: "Masuk",
    purpose: (organisation) => `Surat elektronik resmi ${organisation}`,
    username: "Nama Pengguna",
    usernameHint: ({ domain, prefix }) => `Alamat lengkap (nama@${domain}), ${prefix}\\nama, atau cukup nama.`,
    password: "Kata Sandi",
    show: "Tampilkan",
    hide: "Sembunyikan",
    capsLock: "Caps Lock menyala.",
    wrong: "Nama pengguna atau kata sandi salah.",
    wrongHint: "Huruf besar dan huruf kecil dibedakan. Jika Anda lupa kata sandi, hubungi Dukungan TIK.",
    tooMany: (seconds) =>
      `Terlalu banyak percobaan. Silakan coba lagi ${seconds < 60 ? `${seconds} detik` : `${Math.ceil(seconds / 60)} menit`} lagi, atau hubungi Dukungan TIK.`,
    forgot: "Lupa Kata Sandi?",
    passkey: "Masuk dengan passkey",
    publicComputer: "Ini komputer umum",
    publicComputerHint:
      "Tidak ada yang disimpan di komputer ini. Sesi berakhir otomatis jika jendela ditutup atau sebentar tidak dipakai.",
    startAgain: "Langkah kedua terlalu lama atau terlalu sering salah. Silakan masuk lagi dari awal.",
    passwordSet: "Kata sandi baru sudah disimpan. Silakan masuk dengan kata sandi itu.",
    busy: "Banyak orang sedang masuk. Silakan coba lagi sebentar lagi.",
    sessionNeeded: "Silakan masuk untuk melanjutkan.",
    trouble: "Tidak bisa masuk?",
    tips: [
      "Periksa nama pengguna dan kata sandi. Huruf besar dan huruf kecil dibedakan.",
      "Pertama kali masuk? Gunakan kata sandi awal yang Anda terima, lalu gantilah di halaman berikutnya.",
      "Lupa kata sandi atau akun dinonaktifkan? Hubungi Dukungan TIK.",
      "Halaman tidak terbuka dengan benar? Perbarui peramban Anda, atau hapus tembolok dan kuki untuk situs ini.",
      "Jaringan lemah? Tunggu sebentar, lalu tekan Masuk sekali lagi.",
      "Jika peramban memperingatkan tentang sertifikat, jangan lanjutkan: hubungi Dukungan TIK.",
    ],
    official: "Alamat resmi halaman ini",
    officialHint: "Periksa alamat di peramban Anda sebelum mengetik kata sandi.",
    contact: "Dukungan TIK",
    wrongOld: "Kata sandi lama salah.",
    changeTitle: {
      initial: "Ganti kata sandi awal Anda",
      expired: "Kata sandi Anda sudah kedaluwarsa",
      wish: "Ubah kata sandi",
    },
    changeReason: {
      initial: "Kata sandi ini hanya untuk pertama kali masuk. Tentukan kata sandi yang hanya Anda ketahui.",
      expired: "Masa berlakunya telah habis. Buat kata sandi baru untuk masuk.",
      wish: "Sesi Anda yang lain berakhir setelah kata sandi diubah.",
    },
    oldPassword: "Kata Sandi Lama",
    newPassword: "Kata Sandi Baru",
    confirmPassword: "Konfirmasi Kata Sandi",
    unfit: "Kata sandi belum diganti:",
    remember: "Ingat kata sandi baru ini baik-baik, atau simpan di pengelola kata sandi.",
    unequal: "Konfirmasi tidak sama dengan kata sandi baru.",
    signedOutTitle: "Anda telah keluar",
    signedOut: "Anda berhasil keluar dari halaman email.",
    signedOutHint: "Di komputer umum, tutup juga semua jendela peramban.",
    signInAgain: "Masuk lagi",
  },
  en: {
    signIn: "Sign in",
    purpose: (organisation) => `The official mail of ${organisation}`,
    username: "Username",
    usernameHint: ({ domain, prefix }) => `Your full address (name@${domain}), ${prefix}\\name, or just the name.`,
    password: "Password",
    show: "Show",
    hide: "Hide",
    capsLock: "Caps Lock is on.",
    wrong: "The username or the password is wrong.",
    wrongHint: "Upper and lower case matter. If you forgot your password, contact IT support.",
    tooMany: (seconds) =>
      `Too many attempts. Please try again in ${seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}, or contact IT support.`,
    forgot: "Forgot password?",
    passkey: "Sign in with a passkey",
    publicComputer: "This is a public computer",
    publicComputerHint:
      "Nothing is kept on this computer. You are signed out when the window is closed or not used for a short while.",
    startAgain: "The second step took too long or failed too often. Please sign in again.",
    passwordSet: "The new password is saved. Please sign in with it.",
    busy: "Many people are signing in. Please try again in a moment.",
    sessionNeeded: "Please sign in to continue.",
    trouble: "Cannot sign in?",
    tips: [
      "Check the username and the password. Upper and lower case matter.",
      "Signing in for the first time? Use the initial password you were given; you replace it on the next page.",
      "Forgot your password, or was your account disabled? Contact IT support.",
      "Does the page look wrong? Update your browser, or clear its cache and cookies for this site.",
      "Weak network? Wait a moment, then press Sign in once more.",
      "If the browser warns about a certificate, do not go on: contact IT support.",
    ],
    official: "The official address of this page",
    officialHint: "Compare it with the address in your browser before you type your password.",
    contact: "IT support",
    wrongOld: "The old password is wrong.",
    changeTitle: {
      initial: "Replace your initial password",
      expired: "Your password has expired",
      wish: "Change your password",
    },
    changeReason: {
      initial: "This password is for the first sign-in only. Choose one that nobody but you knows.",
      expired: "Its time is over. Make a new password to sign in.",
      wish: "Your other sessions end when the password changes.",
    },
    oldPassword: "Old Password",
    newPassword: "New Password",
    confirmPassword: "Confirm Password",
    unfit: "The password was not changed yet:",
    remember: "Remember the new password well, or keep it in a password manager.",
    unequal: "The confirmation is not the same as the new password.",
    signedOutTitle: "You are signed out",
    signedOut: "You have signed out of your mail.",
    signedOutHint: "On a public computer, also close all windows of the browser.",
    signInAgain: "Sign in again",
  },
};
