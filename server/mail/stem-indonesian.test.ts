import assert from "node:assert/strict";
import { after, test } from "node:test";

import { listCorpus, readCorpusMessage } from "../../test/support/corpus.ts";
import { openTestDatabase } from "../../test/support/database.ts";
import { sql } from "../store/sql.ts";
import { stemIndonesian } from "./stem-indonesian.ts";
import { wordsOf } from "./terms.ts";

const { database } = await openTestDatabase({ after });
const indonesian =
  `surat suratnya persuratan menyurati kehadiran menghadirkan hadirlah penyusunan menyusun disusun tersusun pemerintahan
  memerintah perintah pelayanan melayani dilayani pelajaran belajar pembelajaran mengajar pengajaran bukunya bukukah bacaan
  membacakan pembaca terbaca keputusan memutuskan diputuskan perjalanan berjalan jalankan pegawai kepegawaian anggaran
  penganggaran undangan mengundang rapat merapatkan kesehatan menyehatkan laporan melaporkan pelaporan koordinasi
  mengkoordinasikan persetujuan menyetujui disetujui bekerja pekerjaan mempekerjakan berkas pemberkasan`.split(/\s+/);

test("R102: relatives have one stem", () => {
  const same = (...words: string[]) => assert.equal(new Set(words.map(stemIndonesian)).size, 1, words.join());
  same("surat", "suratnya", "persuratan");
  same("hadir", "kehadiran", "menghadirkan", "kehadirannya");
  same("susun", "penyusunan", "menyusun", "disusun");
  same("layan", "pelayanan", "melayani", "dilayani");
  same("putus", "keputusan", "memutuskan", "diputuskan");
});

test("the stems are those of PostgreSQL's Snowball", async () => {
  const words = new Set(indonesian);
  for (const name of listCorpus().filter((_name, index) => index % 3 === 0)) {
    for (const word of wordsOf(readCorpusMessage(name).toString("latin1")))
      if (/^[a-z]{4,}$/.test(word)) words.add(word);
  }
  const rows = await database.read((tx) =>
    tx.rows(sql<{ word: string; stem: string }>`
      select word, (ts_lexize('indonesian_stem', word))[1] as stem from unnest(${[...words]}::text[]) as word`),
  );
  const different = rows.filter(({ word, stem }) => stem !== null && stemIndonesian(word) !== stem);
  assert.deepEqual(
    different.slice(0, 20).map(({ word, stem }) => `${word}: ${stem}, here ${stemIndonesian(word)}`),
    [],
  );
});
