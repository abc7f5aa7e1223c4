// What people in Indonesian offices take for a password, besides what the published lists know. A password that is made of
// these words alone is no password.

export const OFFICE_WORDS: readonly string[] = (
  "password passwd pass katasandi katakunci sandi kata kunci rahasia admin administrator operator user pengguna qwerty " +
  "qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm abc abcd abcdef indonesia indonesiaraya raya merdeka garuda pancasila nkri bhinneka " +
  "tunggalika bismillah bismillahirrahmanirrahim alhamdulillah assalamualaikum insyaallah masyaallah subhanallah allahuakbar " +
  "sayang sayangku cinta cintaku kamu aku saya anakku istriku suamiku mamah papah bunda ayah selamat datang pagi siang sore malam " +
  "welcome letmein iloveyou pemerintah pemkot pemkab pemprov pemda provinsi kabupaten kota kecamatan kelurahan desa dinas badan " +
  "kantor bagian bidang sekretariat pegawai pns asn pppk honorer bendahara keuangan kepegawaian umum perencanaan " +
  "kominfo diskominfo surel email surat webmail ganti gantisandi gantipassword baru default awal januari februari maret april mei " +
  "juni juli agustus september oktober november desember senin selasa rabu kamis jumat sabtu minggu jakarta bandung surabaya medan " +
  "semarang makassar palembang jogja yogyakarta bali denpasar batam persib persija arema"
).split(" ");
