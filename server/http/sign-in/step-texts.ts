// The words of the pages between password and session, and of the passkey page.

import type { Language } from "../language.ts";

const id = {
  title: "Langkah kedua",
  account: (address: string) => `Masuk sebagai ${address}`,
  fromApp: "Ketik kode 6 angka dari aplikasi autentikator Anda.",
  fromMessage: "Ketik kode 6 angka yang kami kirim.",
  orRecovery: "Atau ketik salah satu kode pemulihan Anda.",
  code: "Kode Verifikasi",
  trust: (days: number) => `Jangan minta langkah kedua di perangkat ini selama ${days} hari`,
  trustHint: "Hanya di perangkat milik Anda sendiri, jangan di komputer umum.",
  submit: "Lanjut",
  wrong: "Kode ini salah, sudah terpakai, atau sudah kedaluwarsa.",
  wrongHint:
    "Periksa jam di ponsel Anda; kode dari aplikasi berganti setiap 30 detik dan hanya dapat dipakai satu kali.",
  send: { email: (hint: string) => `Kirim kode ke ${hint}`, phone: (hint: string) => `Kirim kode ke ${hint}` },
  sent: "Kode sedang dikirim. Jika belum sampai, periksa juga folder Spam.",
  notSent: "Kode tidak terkirim. Silakan tunggu beberapa menit, atau gunakan cara lain.",
  usePasskey: "Gunakan passkey",
  passkeyTitle: "Masuk dengan passkey",
  passkeyHint: "Perangkat Anda akan meminta sidik jari, wajah, atau PIN.",
  passkeyFailed: "Passkey tidak terbaca. Coba lagi, atau masuk dengan kata sandi.",
  passkeyScript: "Passkey memerlukan JavaScript dan peramban yang baru. Tanpa itu, masuklah dengan kata sandi.",
  back: "Kembali ke halaman masuk",
  lost: "Ponsel hilang dan tidak punya kode pemulihan? Hubungi Dukungan TIK.",
  enrolTitle: "Pasang autentikasi dua faktor",
  enrolReason: (organisation: string) =>
    `${organisation} mewajibkan langkah kedua saat masuk. Pasang sekarang; hanya sekali.`,
  enrolSteps: [
    "Pasang aplikasi autentikator di ponsel Anda (misalnya Google Authenticator, Microsoft Authenticator, Aegis, atau FreeOTP).",
    "Di aplikasi itu, pindai gambar ini, atau ketik kunci di bawahnya.",
    "Ketik kode 6 angka yang ditampilkan aplikasi.",
  ],
  qr: "Kode QR untuk aplikasi autentikator",
  enrolSubmit: "Pasang dan lanjut",
  enrolChannel: (hint: string) => `Tidak punya ponsel pintar? Pakai kode yang dikirim ke ${hint}`,
  codesTitle: "Simpan kode pemulihan Anda",
  codesHint:
    "Masing-masing hanya dapat dipakai satu kali, jika ponsel Anda hilang. Cetak atau salin sekarang: kode ini tidak akan ditampilkan lagi.",
  codesDone: "Sudah saya simpan, lanjut",
};

const en: typeof id = {
  title: "Second step",
  account: (address) => `Signing in as ${address}`,
  fromApp: "Type the 6-digit code of your authenticator app.",
  fromMessage: "Type the 6-digit code that we sent.",
  orRecovery: "Or type one of your recovery codes.",
  code: "Verification code",
  trust: (days) => `Do not ask for the second step on this device for ${days} days`,
  trustHint: "Only on a device of your own, never on a public computer.",
  submit: "Continue",
  wrong: "This code is wrong, was used already, or has expired.",
  wrongHint: "Check the clock of your phone; codes of the app change every 30 seconds and work once.",
  send: { email: (hint) => `Send a code to ${hint}`, phone: (hint) => `Send a code to ${hint}` },
  sent: "A code is on its way. If it does not arrive, look in the spam folder too.",
  notSent: "No code was sent. Please wait some minutes, or use another way.",
  usePasskey: "Use a passkey",
  passkeyTitle: "Sign in with a passkey",
  passkeyHint: "Your device will ask for your fingerprint, face or PIN.",
  passkeyFailed: "The passkey could not be read. Try again, or sign in with your password.",
  passkeyScript: "Passkeys need JavaScript and a recent browser. Without them, sign in with your password.",
  back: "Back to the sign-in page",
  lost: "Lost your phone and have no recovery codes? Contact IT support.",
  enrolTitle: "Set up two-factor authentication",
  enrolReason: (organisation) => `${organisation} demands a second step when signing in. Set it up now, once.`,
  enrolSteps: [
    "Install an authenticator app on your phone (such as Google Authenticator, Microsoft Authenticator, Aegis or FreeOTP).",
    "In that app, scan this picture, or type the key below it.",
    "Type the 6-digit code that the app shows.",
  ],
  qr: "QR code for an authenticator app",
  enrolSubmit: "Set up and continue",
  enrolChannel: (hint) => `No smartphone? Use codes sent to ${hint}`,
  codesTitle: "Keep your recovery codes",
  codesHint: "Each works once, should your phone be lost. Print or copy them now: they are not shown again.",
  codesDone: "I have kept them, continue",
};

export type StepTexts = typeof id;
export const stepTexts: Record<Language, StepTexts> = { id, en };
