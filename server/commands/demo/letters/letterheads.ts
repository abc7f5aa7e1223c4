// Signatures and letterheads that several letters share.

export const HEALTH = [
  "PEMERINTAH KOTA CONTOH  -  DINAS KESEHATAN",
  "Jalan Merdeka 12, Kota Contoh  -  dinkes@contoh.go.id",
] as const;
export const SECRETARIAT = [
  "PEMERINTAH KOTA CONTOH  -  SEKRETARIAT DAERAH",
  "Jalan Merdeka 1, Kota Contoh  -  Telepon (0622) 555-0100",
] as const;

/** RFC 3676 §4.3: two hyphens and a space. */
const SEPARATOR = "-- ";

export const budiSignature = `${SEPARATOR}
Budi Santoso
Seksi Surveilans dan Imunisasi
Dinas Kesehatan Kota Contoh`;

export const sitiSignature = `${SEPARATOR}
Siti Rahayu
Bagian Kesejahteraan Rakyat
Sekretariat Daerah Kota Contoh`;
