// Begun and not sent yet.

import { days, minutes, type Letter } from "../letter.ts";
import { budiSignature, sitiSignature } from "./letterheads.ts";

const draft = { mailbox: "drafts", draft: true } as const;

export const draftLetters: readonly Letter[] = [
  {
    sent: minutes(66),
    from: "budi",
    to: ["siti"],
    subject: "Naskah final Surat Edaran Kewaspadaan Demam Berdarah",
    text: `Yth. Ibu Siti,

Berikut naskah final surat edaran. Perubahan dari draf terakhir:

1. 

${budiSignature}`,
    copies: { budi: draft },
  },
  {
    sent: days(4, "16:58"),
    from: "budi",
    to: ["rsud"],
    subject: "Permohonan narasumber pelatihan kader",
    text: `Yth. dr. Hendra,

Kami merencanakan pelatihan kader posyandu pada

${budiSignature}`,
    copies: { budi: draft },
  },
  {
    sent: days(2, "10:05"),
    from: "siti",
    to: ["media"],
    subject: "Re: Permohonan wawancara: penanganan stunting",
    text: `Selamat siang,

Terima kasih atas minatnya. Kami bersedia pada hari

${sitiSignature}`,
    copies: { siti: draft },
  },
];
