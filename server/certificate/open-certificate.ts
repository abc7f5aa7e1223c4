// The certificate of a process that serves, from wherever the settings say: the operator's files, or obtained by this server.

import { lookAtFilesAgain, readCertificateFiles, type CertificateFiles, type ServerCertificate } from "../base/tls.ts";
import { createAcmeCertificate, type AcmeCertificate, type AcmeDependencies } from "./acme-certificate.ts";
import type { AcmeSettings } from "./acme-settings.ts";

export interface OpenedCertificate {
  /** Absent: no TLS. */
  certificate?: ServerCertificate;
  /** Takes a renewed one, if there is one. */
  look(): Promise<void>;
  /** Absent: the certificate is not obtained by this server. */
  acme?: AcmeCertificate;
}

export async function openCertificate(
  from: { tls?: CertificateFiles; acme?: AcmeSettings },
  dependencies: Omit<AcmeDependencies, "settings">,
): Promise<OpenedCertificate> {
  const { tls, acme: settings } = from;
  if (settings) {
    const acme = createAcmeCertificate({ ...dependencies, settings });
    await acme.look();
    return { certificate: acme.certificate, look: () => acme.look(), acme };
  }
  if (tls) {
    const holder = await readCertificateFiles(tls);
    return { certificate: holder, look: () => lookAtFilesAgain(tls, holder, dependencies.log) };
  }
  return { look: () => Promise.resolve() };
}
