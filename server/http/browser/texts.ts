// The words of the pages that stand in for the mail application: without a network, without JavaScript, in a browser too old.

import type { Language } from "../language.ts";

export interface Texts {
  offlineTitle: string;
  offline: string;
  offlineHint: string;
  again: string;
  oldTitle: string;
  old: string;
  oldSteps: readonly string[];
  noScriptTitle: string;
  noScript: string;
  noScriptHint: string;
  contact: string;
  signOut: string;
}

export const texts: Record<Language, Texts> = {
  id: {
    offlineTitle: "Tidak ada sambungan",
    offline: "Surel tidak dapat menghubungi server. Email Anda aman di server dan tidak disimpan di perangkat ini.",
    offlineHint: "Periksa jaringan Anda. Halaman ini membuka Surel sendiri begitu tersambung kembali.",
    again: "Coba Lagi",
    oldTitle: "Peramban ini terlalu lama",
    old: "Surel memerlukan peramban yang lebih baru agar email Anda tampil benar dan tetap aman.",
    oldSteps: [
      "Perbarui peramban Anda, atau buka Surel dengan salah satu ini: Chrome atau Edge 123, Firefox 128, Safari 17.5, Opera 109, atau yang lebih baru.",
      "Internet Explorer tidak dapat dipakai lagi.",
      "Jika Anda tidak boleh memasang program di komputer ini, mintalah kepada Dukungan TIK.",
    ],
    noScriptTitle: "JavaScript tidak aktif",
    noScript: "Surel memerlukan JavaScript untuk menampilkan email.",
    noScriptHint: "Aktifkan JavaScript di pengaturan peramban untuk alamat ini, lalu muat ulang halaman.",
    contact: "Dukungan TIK:",
    signOut: "Keluar",
  },
  en: {
    offlineTitle: "No connection",
    offline: "Surel cannot reach the server. Your mail is safe on the server and is not kept on this device.",
    offlineHint: "Check your network. This page opens Surel by itself as soon as it is connected again.",
    again: "Try Again",
    oldTitle: "This browser is too old",
    old: "Surel needs a newer browser to show your mail correctly and keep it safe.",
    oldSteps: [
      "Update your browser, or open Surel with one of these: Chrome or Edge 123, Firefox 128, Safari 17.5, Opera 109, or newer.",
      "Internet Explorer can no longer be used.",
      "If you may not install programs on this computer, ask IT support.",
    ],
    noScriptTitle: "JavaScript is off",
    noScript: "Surel needs JavaScript to show mail.",
    noScriptHint: "Turn JavaScript on for this address in the browser's settings, then reload the page.",
    contact: "IT support:",
    signOut: "Sign out",
  },
};
