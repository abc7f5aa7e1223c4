// Every setting with its meaning and default; the only reader of process.env. Read once, checked whole, then frozen.

import { isIP } from "node:net";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

import * as z from "zod";

import { StartupError } from "./base/errors.ts";
import type { LogLevel } from "./base/log.ts";
import { LETS_ENCRYPT, type AcmeSettings } from "./certificate/acme-settings.ts";
import { DEFAULT_TEMPLATE, type TextGateway } from "./base/text-gateway.ts";

export interface Config {
  readonly dataDir: string;
  readonly bind: string;
  readonly httpPort: number;
  readonly smtpPort: number;
  readonly submissionPort: number;
  readonly imapPort: number;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Absent: the embedded database. */
  readonly databaseUrl?: string;
  readonly blobs: { readonly kind: "folder"; readonly path: string } | { readonly kind: "s3"; readonly url: string };
  /** Takes all outbound mail. */
  readonly relay?: { readonly host: string; readonly port: number };
  readonly demoPassword?: string;
  readonly tls?: { readonly certificatePath: string; readonly keyPath: string };
  /** Absent: no certificate is obtained by this server. */
  readonly acme?: AcmeSettings;
  /** Absent: HTTPS is ended by a proxy, or not spoken. */
  readonly httpsPort?: number;
  /** Proxies whose word on where a request comes from is believed. */
  readonly trustProxy?: readonly string[];
  /** Takes text messages; absent: mobile numbers cannot be used for recovery. */
  readonly textGateway?: TextGateway;
  /** Of what is sealed in the database. */
  readonly secretKeyPath: string;
  readonly logLevel: LogLevel;
  /** Absent: those of the system. Each `address` or `address:port`. */
  readonly dnsServers?: readonly string[];
  /** The name this machine gives itself to others: EHLO, Received, Message-ID. */
  readonly hostname: string;
  /** Names in the environment that look like settings and are none: misspelt, or of another version. Worth a warning. */
  readonly unknownSettings: readonly string[];
}

const port = z.coerce
  .number("must be a port number")
  .int("must be a port number")
  .min(0)
  .max(65535, "must be a port number");
const hostAndPort = z.string().regex(/^(?:\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, "must be host:port");
const nameServer = z.string().refine(isNameServer, "must be addresses, each with or without :port");
const network = z.string().refine(isNetwork, "must be addresses or networks as 10.0.0.0/8");

interface Setting<T extends z.ZodType = z.ZodType> {
  meaning: string;
  /** What the documentation says of the default. */
  absent: string;
  schema: T;
}

function setting<T extends z.ZodType>(meaning: string, absent: string, schema: T): Setting<T> {
  return { meaning, absent, schema };
}

/** All settings, in the order of the documentation. */
export const settings = {
  SUREL_DATA_DIR: setting(
    "The folder of everything that is kept on this machine.",
    "`./data`",
    z.string().default("data"),
  ),
  SUREL_BIND: setting("The address on which all ports are opened.", "`127.0.0.1`", z.string().default("127.0.0.1")),
  SUREL_HTTP_PORT: setting("The port of the web client and JMAP.", "`8080`", port.default(8080)),
  SUREL_HTTPS_PORT: setting(
    "The port of HTTPS, with the certificate of `SUREL_TLS_CERT` or `SUREL_ACME_CONTACT`. The plain port then only leads there.",
    "no HTTPS of its own: a reverse proxy ends it",
    port.optional(),
  ),
  SUREL_SMTP_PORT: setting("The port on which mail comes in.", "`2525`", port.default(2525)),
  SUREL_SUBMISSION_PORT: setting("The port on which programs of our people send mail.", "`2587`", port.default(2587)),
  SUREL_IMAP_PORT: setting("The port of IMAP.", "`2143`", port.default(2143)),
  SUREL_PUBLIC_URL: setting(
    "The address that people type; links, cookies and the JMAP session follow it.",
    "`http://` and where HTTP listens",
    z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }).optional(),
  ),
  SUREL_DATABASE_URL: setting(
    "A PostgreSQL 15 or newer, `postgres://user:password@host:port/name`.",
    "the embedded PostgreSQL, in the data folder",
    z.url({ protocol: /^postgres(?:ql)?$/, error: "must be a postgres:// address" }).optional(),
  ),
  SUREL_BLOBS: setting(
    "Where messages and uploads are kept: a folder, or an S3 store as `s3://key:secret@host/bucket`.",
    "`blobs` in the data folder",
    z.string().optional(),
  ),
  SUREL_RELAY: setting(
    "`host:port` that takes all outbound mail.",
    "each domain's own servers",
    hostAndPort.optional(),
  ),
  SUREL_DEMO_PASSWORD: setting(
    "The password of the accounts to try.",
    "made at the first start",
    z.string().min(8, "must have at least 8 characters").optional(),
  ),
  SUREL_TLS_CERT: setting(
    "The certificate chain (PEM file) for HTTPS and STARTTLS. Renewed files are taken within a minute.",
    "none of the operator's",
    z.string().optional(),
  ),
  SUREL_TLS_KEY: setting(
    "The private key (PEM file) of that certificate.",
    "none of the operator's",
    z.string().optional(),
  ),
  SUREL_ACME_CONTACT: setting(
    "An e-mail address for the certificate authority. With it Surel obtains and renews its certificate by itself (ACME), and you agree to the authority's terms.",
    "no certificate is obtained",
    z.email("must be an e-mail address").optional(),
  ),
  SUREL_ACME_DIRECTORY: setting(
    "The address of the authority's ACME directory.",
    `Let's Encrypt, \`${LETS_ENCRYPT}\``,
    z.url({ protocol: /^https$/, error: "must be an https:// address" }).default(LETS_ENCRYPT),
  ),
  SUREL_ACME_EXTERNAL_ACCOUNT: setting(
    "`KEY-ID:HMAC-KEY`, from an authority that demands an account made beforehand (external account binding).",
    "none",
    z
      .string()
      .regex(/^\S+:[\w-]{16,}=*$/, "must be KEY-ID:HMAC-KEY as the authority gave them")
      .optional(),
  ),
  SUREL_HOSTNAME: setting(
    "The name this machine gives itself to other mail servers.",
    "the host of `SUREL_PUBLIC_URL`, or the machine's name",
    z
      .string()
      .regex(/^[a-z0-9.-]+$/i, "must be a host name")
      .optional(),
  ),
  SUREL_DNS_SERVERS: setting(
    "Name servers to ask, `address:port` joined by commas.",
    "those of the system",
    z
      .string()
      .transform((text) => text.split(",").map((server) => server.trim()))
      .pipe(z.array(nameServer))
      .optional(),
  ),
  SUREL_TRUST_PROXY: setting(
    "Addresses or networks of reverse proxies, joined by commas: their `X-Forwarded-For` says where a request comes from.",
    "nobody's",
    z
      .string()
      .transform((text) => text.split(",").map((proxy) => proxy.trim()))
      .pipe(z.array(network))
      .optional(),
  ),
  SUREL_SMS_GATEWAY_URL: setting(
    "Where text messages (SMS, WhatsApp) are posted to, as JSON.",
    "no text messages, so no mobile numbers for recovery",
    z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }).optional(),
  ),
  SUREL_SMS_GATEWAY_AUTHORIZATION: setting(
    "The Authorization header for that gateway, such as `Bearer …`.",
    "none",
    z.string().optional(),
  ),
  SUREL_SMS_GATEWAY_TEMPLATE: setting(
    "The JSON that the gateway takes, with `{number}` and `{text}` in it.",
    `\`${DEFAULT_TEMPLATE}\``,
    z.string().refine(isJson, "must be JSON").optional(),
  ),
  SUREL_SECRET_KEY_FILE: setting(
    "The key of the secrets that are sealed in the database. Several processes share it; back it up apart from the database.",
    "`secret.key` in the data folder, made at the first start",
    z.string().optional(),
  ),
  SUREL_LOG_LEVEL: setting(
    "The least important lines that are logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.",
    "`info`",
    z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"], "must be one of the levels").default("info"),
  ),
} as const;

type Values = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]["schema"]> };

/** Reads and checks the settings. StartupError with one sentence for each that is wrong; empty counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const values = readValues(environment);
  const blobs = values.SUREL_BLOBS;
  const dataDir = resolve(values.SUREL_DATA_DIR);
  if (!values.SUREL_TLS_CERT !== !values.SUREL_TLS_KEY) {
    throw new StartupError("SUREL_TLS_CERT and SUREL_TLS_KEY belong together: set both or neither.");
  }
  const hostname = values.SUREL_HOSTNAME ?? nameOfThisMachine(values.SUREL_PUBLIC_URL);
  const acme = readAcme(values, hostname);
  checkHttps(values);
  return Object.freeze({
    dataDir,
    bind: values.SUREL_BIND,
    httpPort: values.SUREL_HTTP_PORT,
    smtpPort: values.SUREL_SMTP_PORT,
    submissionPort: values.SUREL_SUBMISSION_PORT,
    imapPort: values.SUREL_IMAP_PORT,
    publicUrl: (values.SUREL_PUBLIC_URL ?? localUrl(values)).replace(/\/+$/, ""),
    databaseUrl: values.SUREL_DATABASE_URL,
    blobs: blobs?.startsWith("s3://")
      ? { kind: "s3", url: blobs }
      : { kind: "folder", path: blobs ? resolve(blobs) : join(dataDir, "blobs") },
    relay: values.SUREL_RELAY ? splitHostAndPort(values.SUREL_RELAY) : undefined,
    demoPassword: values.SUREL_DEMO_PASSWORD,
    tls:
      values.SUREL_TLS_CERT && values.SUREL_TLS_KEY
        ? { certificatePath: resolve(values.SUREL_TLS_CERT), keyPath: resolve(values.SUREL_TLS_KEY) }
        : undefined,
    acme,
    httpsPort: values.SUREL_HTTPS_PORT,
    trustProxy: values.SUREL_TRUST_PROXY,
    textGateway: values.SUREL_SMS_GATEWAY_URL
      ? {
          url: values.SUREL_SMS_GATEWAY_URL,
          authorization: values.SUREL_SMS_GATEWAY_AUTHORIZATION,
          template: values.SUREL_SMS_GATEWAY_TEMPLATE,
        }
      : undefined,
    secretKeyPath: resolve(values.SUREL_SECRET_KEY_FILE ?? join(dataDir, "secret.key")),
    logLevel: values.SUREL_LOG_LEVEL,
    dnsServers: values.SUREL_DNS_SERVERS,
    hostname,
    unknownSettings: Object.keys(environment).filter((name) => /^SUREL_(?!TEST_)/.test(name) && !(name in settings)),
  } satisfies Config);
}

function readValues(environment: Readonly<Record<string, string | undefined>>): Values {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(settings)) {
    const parsed = (schema as z.ZodType).safeParse(environment[name] || undefined);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name} ${parsed.error.issues[0]?.message ?? "is not valid"}.`);
  }
  if (problems.length > 0) throw new StartupError(problems.join(" "));
  return values as Values;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** An address, or `address:port` with an IPv6 address in brackets. */
function isNameServer(text: string): boolean {
  const [, address = "", port = "53"] = /^\[?([^\]]+?)\]?(?::(\d{1,5}))?$/.exec(text) ?? [];
  return (
    isIP(text) > 0 || (isIP(address) > 0 && text.startsWith("[") === address.includes(":") && Number(port) < 65536)
  );
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  const isFit = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return version > 0 && isFit && more.length === 0;
}

function localUrl(values: Values): string {
  const wildcard = values.SUREL_BIND === "0.0.0.0" || values.SUREL_BIND === "::";
  const host = wildcard ? "127.0.0.1" : values.SUREL_BIND.includes(":") ? `[${values.SUREL_BIND}]` : values.SUREL_BIND;
  return `http://${host}:${values.SUREL_HTTP_PORT}`;
}

function splitHostAndPort(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(":");
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
}

function nameOfThisMachine(publicUrl: string | undefined): string {
  const host = publicUrl ? new URL(publicUrl).hostname : "";
  return /[a-z]/i.test(host) && host.includes(".") ? host : hostname();
}

/** The names are those by which people and other mail servers know this one. */
function readAcme(values: Values, hostname: string): AcmeSettings | undefined {
  const contact = values.SUREL_ACME_CONTACT;
  if (contact === undefined) return undefined;
  if (values.SUREL_TLS_CERT) {
    throw new StartupError("SUREL_ACME_CONTACT and SUREL_TLS_CERT are two ways to one certificate: set one of them.");
  }
  const host = new URL(values.SUREL_PUBLIC_URL ?? localUrl(values)).hostname;
  const names = [...new Set([host, hostname.toLowerCase()])].sort();
  const unfit = names.find((name) => isIP(name) > 0 || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(name));
  if (unfit !== undefined) {
    const mend = "set SUREL_PUBLIC_URL and SUREL_HOSTNAME to the names that people and other servers use";
    throw new StartupError(`No authority certifies the name ${unfit} (SUREL_ACME_CONTACT): ${mend}.`);
  }
  const external = values.SUREL_ACME_EXTERNAL_ACCOUNT;
  return {
    contact,
    directory: values.SUREL_ACME_DIRECTORY,
    names,
    external: external ? readExternal(external) : undefined,
  };
}

function readExternal(text: string): AcmeSettings["external"] {
  const colon = text.lastIndexOf(":");
  return { keyId: text.slice(0, colon), macKey: text.slice(colon + 1) };
}

function checkHttps(values: Values): void {
  if (values.SUREL_HTTPS_PORT === undefined) return;
  if (!values.SUREL_TLS_CERT && values.SUREL_ACME_CONTACT === undefined) {
    throw new StartupError(
      "SUREL_HTTPS_PORT needs a certificate: set SUREL_TLS_CERT and SUREL_TLS_KEY, or SUREL_ACME_CONTACT.",
    );
  }
  if (!values.SUREL_PUBLIC_URL?.startsWith("https:")) {
    throw new StartupError("SUREL_HTTPS_PORT needs SUREL_PUBLIC_URL, the https:// address that people type.");
  }
}

/** The settings as the table of docs/operations.md. */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(
    ([name, { meaning, absent }]) => `| \`${name}\` | ${meaning} | ${absent} |`,
  );
  return ["| setting | meaning | when absent |", "| --- | --- | --- |", ...rows].join("\n");
}
