// Obtains the certificate of this server and renews it in time; and takes, in every process, what was renewed.

import type { AcmeCertificate } from "../certificate/acme-certificate.ts";
import type { OpenedCertificate } from "../certificate/open-certificate.ts";
import type { Job } from "./start-jobs.ts";

const EVERY_MS = 20_000;

export function renewCertificateJob({ renewIfDue }: AcmeCertificate): Job {
  return {
    name: "renew-certificate",
    everyMs: EVERY_MS,
    run: async (signal) => ({ obtained: Number(await renewIfDue(signal)) }),
  };
}

export function takeCertificateJob({ look }: OpenedCertificate): Job {
  return {
    name: "take-certificate",
    everyMs: EVERY_MS,
    async run() {
      await look();
      return {};
    },
  };
}
