// Asks a directory whether a name and a password are right, and whose they are: by the entry's own id, which stays when a name
// changes. A name that is nobody's costs the same: a search, and a bind.

import type { RandomSource } from "../../base/ids.ts";
import {
  DirectoryUnavailable,
  escapeDnValue,
  type DirectoryConnection,
  type DirectoryEntry,
  type DirectoryMatch,
  type OpenDirectory,
} from "../../base/directory-server.ts";
import type { Semaphore } from "../../base/semaphore.ts";
import type { DirectoryProvider } from "../../organisation/single-sign-on.ts";
import type { SecretBox } from "../secret-box.ts";
import { parseSignInName } from "../sign-in-name.ts";
import type { ProvenIdentity } from "./identities.ts";
import { openProviderSecret } from "./provider-secret.ts";

export interface DirectoryDependencies {
  /** Absent: no directory can be asked. */
  openDirectory: OpenDirectory | undefined;
  /** Questions at once, to all directories. */
  slots: Semaphore;
  secrets: SecretBox;
  random: RandomSource;
}

export type DirectoryAnswer =
  | { outcome: "right"; identity: ProvenIdentity }
  /** Right, but the directory wants another password first. */
  | { outcome: "expired" }
  | { outcome: "wrong" }
  | { outcome: "unavailable"; message: string };

export interface Asked {
  /** As typed, in any of the forms of a sign-in name. */
  username: string;
  /** The id of the entry, where the account behind the name is linked: then that entry is asked, whatever its name. */
  subject: string | undefined;
  /** Of the account behind the name. */
  loginName: string | undefined;
  password: string;
  /** The answer does not count: the same work is done with a name that is nobody's. */
  decoy: boolean;
}

export async function askDirectory(
  dependencies: DirectoryDependencies,
  provider: DirectoryProvider,
  asked: Asked,
): Promise<DirectoryAnswer> {
  // RFC 4513 §5.1.2: a bind with an empty password is anonymous and succeeds.
  if (asked.password === "") return { outcome: "wrong" };
  return dependencies.slots.run(async () => {
    try {
      await using connection = await openProviderDirectory(dependencies, provider);
      const { userDn } = provider.settings;
      return userDn === undefined
        ? await searchThenBind(dependencies, { connection, provider, asked })
        : await bindDirectly(dependencies, { connection, provider, asked, userDn });
    } catch (error) {
      if (error instanceof DirectoryUnavailable) return { outcome: "unavailable", message: error.message };
      throw error;
    }
  });
}

/** The first of its addresses that answers. */
export async function openProviderDirectory(
  { openDirectory }: Pick<DirectoryDependencies, "openDirectory">,
  { settings: { urls, startTls, ca } }: DirectoryProvider,
): Promise<DirectoryConnection> {
  let failure = new DirectoryUnavailable("directories cannot be asked here");
  for (const url of openDirectory ? urls : []) {
    try {
      const connection = await openDirectory?.({ url, startTls, ca });
      if (connection) return connection;
    } catch (error) {
      if (!(error instanceof DirectoryUnavailable)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** As the account that looks people up. */
export async function bindToSearch(
  { secrets }: Pick<DirectoryDependencies, "secrets">,
  connection: DirectoryConnection,
  provider: DirectoryProvider,
): Promise<void> {
  const { searchAs = "" } = provider.settings;
  const outcome = await connection.bind(searchAs, openProviderSecret(secrets, provider) ?? "");
  if (outcome !== "bound") throw new DirectoryUnavailable("the account that looks people up is refused");
}

/** The one entry of a name; undefined when there is none or more than one. */
export async function findEntry(
  connection: DirectoryConnection,
  provider: DirectoryProvider,
  { username, subject, loginName }: Pick<Asked, "username" | "subject" | "loginName">,
): Promise<DirectoryEntry | undefined> {
  const { base, filter, idAttribute } = provider.settings;
  const id: DirectoryMatch[] =
    subject === undefined ? [] : [{ attribute: idAttribute, value: fromSubject(provider, subject) }];
  const any = subject === undefined ? matchesOf(provider, username, loginName) : [];
  const attributes = attributesOf(provider);
  const entries = await connection.search({ base, scope: "sub", all: id, any, filter, attributes });
  return entries.length === 1 ? entries[0] : undefined;
}

/** Undefined when the entry lacks the attribute that it is known by. */
export function identityOf(provider: DirectoryProvider, entry: DirectoryEntry): ProvenIdentity | undefined {
  const { idAttribute, linkBy } = provider.settings;
  const id = entry.attributes[idAttribute.toLowerCase()]?.[0];
  if (!id || id.length === 0 || id.length > 200) return undefined;
  const numbers = linkBy === undefined ? [] : (entry.attributes[linkBy.toLowerCase()] ?? []);
  const number = numbers.length === 1 ? numbers[0]?.toString("utf8").slice(0, 100) : undefined;
  return { issuer: idAttribute.toLowerCase(), subject: toSubject(provider, id), number };
}

interface Asking {
  connection: DirectoryConnection;
  provider: DirectoryProvider;
  asked: Asked;
}

async function searchThenBind(
  dependencies: DirectoryDependencies,
  { connection, provider, asked }: Asking,
): Promise<DirectoryAnswer> {
  await bindToSearch(dependencies, connection, provider);
  const nobody = Buffer.from(dependencies.random(12)).toString("hex");
  const who = asked.decoy ? { username: nobody, subject: undefined, loginName: undefined } : asked;
  const entry = await findEntry(connection, provider, who);
  const dn = entry?.dn ?? `${provider.settings.nameAttribute}=${nobody},${provider.settings.base}`;
  const outcome = await connection.bind(dn, asked.password);
  if (outcome !== "bound" || !entry) return { outcome: entry && outcome === "expired" ? "expired" : "wrong" };
  const identity = identityOf(provider, entry);
  return identity ? { outcome: "right", identity } : { outcome: "unavailable", message: "the entry has no id" };
}

async function bindDirectly(
  dependencies: DirectoryDependencies,
  { connection, provider, asked, userDn }: Asking & { userDn: string },
): Promise<DirectoryAnswer> {
  const nobody = Buffer.from(dependencies.random(12)).toString("hex");
  const name = asked.decoy ? nobody : (asked.loginName ?? nameOf(asked.username) ?? nobody);
  const dn = userDn.replace("{name}", () => escapeDnValue(name));
  const outcome = await connection.bind(dn, asked.password);
  if (outcome !== "bound") return { outcome };
  const attributes = attributesOf(provider);
  const { filter } = provider.settings;
  // The very entry that was bound, not one that has the same name.
  const [entry] = await connection.search({ base: dn, scope: "base", all: [], filter, attributes });
  const identity = entry && identityOf(provider, entry);
  return identity ? { outcome: "right", identity } : { outcome: "wrong" };
}

function matchesOf(provider: DirectoryProvider, username: string, loginName: string | undefined): DirectoryMatch[] {
  const { nameAttribute, addressAttribute } = provider.settings;
  const parsed = parseSignInName(username);
  const names = new Set([nameOf(username) ?? "", loginName ?? ""].filter((name) => name !== ""));
  const addresses = parsed.form === "address" ? parsed.addresses : [];
  // Never none at all: that would match everybody.
  if (names.size === 0) names.add("");
  return [
    ...[...names].map((value) => ({ attribute: nameAttribute, value })),
    ...addresses.map((value) => ({ attribute: addressAttribute, value })),
  ];
}

/** The bare name in what somebody typed. */
function nameOf(username: string): string | undefined {
  const parsed = parseSignInName(username);
  const name = parsed.form === "address" ? (parsed.addresses[0] ?? "").replace(/@[^@]*$/, "") : parsed.name;
  return name === "" || /\p{Cc}/u.test(name) ? undefined : name;
}

function attributesOf({ settings: { idAttribute, linkBy } }: DirectoryProvider): string[] {
  return [idAttribute, ...(linkBy === undefined ? [] : [linkBy])];
}

/** objectGUID is octets; others are text. */
function isBinary({ settings: { idAttribute } }: DirectoryProvider): boolean {
  return idAttribute.toLowerCase() === "objectguid";
}

function toSubject(provider: DirectoryProvider, id: Buffer): string {
  return id.toString(isBinary(provider) ? "hex" : "utf8");
}

function fromSubject(provider: DirectoryProvider, subject: string): string | Buffer {
  return isBinary(provider) ? Buffer.from(subject, "hex") : subject;
}
