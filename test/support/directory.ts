// A real directory (Debian's slapd) on loopback ports, within a folder of its own, with a certificate of its own; it ends with the
// test file.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Cleanup } from "./database.ts";

const SLAPD = "/usr/sbin/slapd";
const STARTS_WITHIN_MS = 60_000;

/** Without it a test says what it needs and passes over: it cannot be installed by just anybody. */
export const missingDirectory: string | false = existsSync(SLAPD)
  ? false
  : "Debian's slapd is not installed (apt-get install slapd, as root): directories were not tested";

export const BASE = "dc=uji,dc=go,dc=id";
export const READER = { dn: `cn=pembaca,${BASE}`, password: "Kunci-Pembaca-9" };

export interface TestDirectory {
  plainUrl: string;
  secureUrl: string;
  /** PEM. */
  certificate: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface DirectoryPerson {
  uid: string;
  password: string;
  mail?: string;
  employeeNumber?: string;
}

/** Addresses that nothing listens on where slapd is missing. */
export async function openTestDirectory(context: Cleanup, people: readonly DirectoryPerson[]): Promise<TestDirectory> {
  if (missingDirectory !== false) {
    const nothing = () => Promise.resolve();
    return {
      plainUrl: "ldap://127.0.0.1:1",
      secureUrl: "ldaps://127.0.0.1:1",
      certificate: "",
      start: nothing,
      stop: nothing,
    };
  }
  const folder = await mkdtemp(join(tmpdir(), "surel-directory-"));
  const certificate = await makeCertificate(folder);
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "slapd.conf"), configuration(folder));
  await writeFile(join(folder, "people.ldif"), entries(people));
  execFileSync("/usr/sbin/slapadd", ["-q", "-f", join(folder, "slapd.conf"), "-l", join(folder, "people.ldif")], {
    stdio: "pipe",
  });
  const [plain, secure] = [await findFreePort(), await findFreePort()];
  const [plainUrl, secureUrl] = [`ldap://127.0.0.1:${plain}`, `ldaps://127.0.0.1:${secure}`];
  let running: { end(): Promise<void> } | undefined;

  async function start(): Promise<void> {
    const words = ["-d", "0", "-f", join(folder, "slapd.conf"), "-h", `${plainUrl}/ ${secureUrl}/`];
    const child = spawn(SLAPD, words, { stdio: "ignore" });
    const ended = once(child, "exit");
    running = {
      async end() {
        child.kill("SIGTERM");
        await ended;
      },
    };
    await Promise.race([
      Promise.all([plain, secure].map(waitForPort)),
      ended.then(() => Promise.reject(new Error("slapd ended at once"))),
    ]);
  }

  async function stop(): Promise<void> {
    await running?.end();
    running = undefined;
  }

  await start();
  context.after(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { plainUrl, secureUrl, certificate, start, stop };
}

function configuration(folder: string): string {
  return `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
# As many directories are set up: a bind without a password succeeds, as nobody.
allow bind_anon_cred bind_anon_dn
database mdb
maxsize 16777216
suffix "${BASE}"
directory ${folder}/data
index uid,mail eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${READER.dn}" read by self read by * none
`;
}

function entries(people: readonly DirectoryPerson[]): string {
  const entry = (dn: string, lines: readonly string[]) => [`dn: ${dn}`, ...lines, ""].join("\n");
  return [
    entry(BASE, ["objectClass: dcObject", "objectClass: organization", "o: Uji", "dc: uji"]),
    entry(READER.dn, ["objectClass: person", "cn: pembaca", "sn: pembaca", `userPassword: ${READER.password}`]),
    entry(`ou=people,${BASE}`, ["objectClass: organizationalUnit", "ou: people"]),
    ...people.map(({ uid, password, mail, employeeNumber }) =>
      entry(`uid=${uid},ou=people,${BASE}`, [
        "objectClass: inetOrgPerson",
        `uid: ${uid}`,
        `cn: ${uid}`,
        `sn: ${uid}`,
        `userPassword: ${password}`,
        ...(mail === undefined ? [] : [`mail: ${mail}`]),
        ...(employeeNumber === undefined ? [] : [`employeeNumber: ${employeeNumber}`]),
      ]),
    ),
  ].join("\n");
}

async function makeCertificate(folder: string): Promise<string> {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
  const name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", [...request, ...name, "-keyout", key, "-out", cert], { stdio: "pipe" });
  return readFile(cert, "utf8");
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function waitForPort(port: number): Promise<void> {
  for (const asked = Date.now(); Date.now() - asked < STARTS_WITHIN_MS; await sleep(20)) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error(`nothing listens on port ${port}`);
}
