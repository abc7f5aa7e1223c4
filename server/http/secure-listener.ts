// The port of HTTPS, for the same routes as the plain one. A renewed certificate is taken without closing anything.

import { createServer } from "node:https";
import type { RequestListener } from "node:http";

import { listen } from "../base/network.ts";
import type { ServerCertificate } from "../base/tls.ts";

/** Who says nothing at the door is not waited for. */
const HANDSHAKE_MS = 20_000;

export interface SecureListenerOptions {
  host: string;
  port: number;
  certificate: ServerCertificate;
  handle: RequestListener;
  timeouts: { requestTimeout: number; keepAliveTimeout: number };
}

export interface SecureListener {
  port: number;
  /** Resolves when the last answer is given, at the latest after so long. */
  close(patienceMs: number): Promise<void>;
}

/** Until there is a certificate every handshake fails: one that nobody vouches for would teach people to click a warning away. */
export async function openSecureListener(options: SecureListenerOptions): Promise<SecureListener> {
  const { host, port, certificate, handle, timeouts } = options;
  const server = createServer(
    { minVersion: "TLSv1.2", ALPNProtocols: ["http/1.1"], handshakeTimeout: HANDSHAKE_MS, ...timeouts },
    handle,
  );
  certificate.onChange(({ chain, privateKey }) =>
    server.setSecureContext({ cert: chain, key: privateKey, minVersion: "TLSv1.2" }),
  );
  const address = await listen(server, { host, port, setting: "SUREL_HTTPS_PORT" });
  return {
    port: address.port,
    async close(patienceMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const giveUp = setTimeout(() => server.closeAllConnections(), patienceMs);
      await closed;
      clearTimeout(giveUp);
    },
  };
}
