// `surel organisation single-sign-on set, show, test, remove`: the OpenID provider or directory of an organisation. Secrets come from
// a file, are sealed, and are never printed.

import { readFile } from "node:fs/promises";

import { openDirectory, type DirectoryEntry } from "../base/directory-server.ts";
import { messageOf, StartupError, whyUnreadable } from "../base/errors.ts";
import { outboundFetch } from "../base/outbound-fetch.ts";
import { openSecretKey } from "../auth/open-secret-key.ts";
import { createSecretBox, type SecretBox } from "../auth/secret-box.ts";
import {
  bindToSearch,
  findEntry,
  identityOf,
  openProviderDirectory,
} from "../auth/single-sign-on/directory-password.ts";
import { callbackUrl, SINGLE_SIGN_ON } from "../auth/single-sign-on/openid-sign-in.ts";
import { createOpenId } from "../auth/single-sign-on/openid.ts";
import { sealProviderSecret } from "../auth/single-sign-on/provider-secret.ts";
import {
  findProviderProblems,
  readProvider,
  type DirectoryProvider,
  type OpenIdProvider,
  type Provider,
} from "../organisation/single-sign-on.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { ReadTx, WriteTx } from "../store/database.ts";
import {
  countLinks,
  deleteProvider,
  listProviders,
  putProvider,
  type ProviderKind,
  type ProviderRow,
} from "../store/identity-providers.ts";
import { listOrganisations, type Organisation } from "../store/organisations.ts";
import type { Command, CommandTools } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

type Read = "text" | "list" | "yes" | "file";

/** Options by kind, with the setting that each stands for. "-" takes a setting back to its default. */
const OPTIONS: Record<ProviderKind, Record<string, [setting: string, read: Read]>> = {
  openid: {
    issuer: ["issuer", "text"],
    "client-id": ["clientId", "text"],
    "client-authentication": ["clientAuthentication", "text"],
    scopes: ["scopes", "list"],
    algorithms: ["algorithms", "list"],
    "trusted-amr": ["trustedAmr", "list"],
    "trusted-acr": ["trustedAcr", "list"],
    "ask-acr": ["askAcr", "list"],
    "sign-out-there": ["signOutThere", "yes"],
  },
  directory: {
    urls: ["urls", "list"],
    "start-tls": ["startTls", "yes"],
    "ca-file": ["ca", "file"],
    base: ["base", "text"],
    "name-attribute": ["nameAttribute", "text"],
    "address-attribute": ["addressAttribute", "text"],
    "id-attribute": ["idAttribute", "text"],
    filter: ["filter", "text"],
    "search-as": ["searchAs", "text"],
    "user-dn": ["userDn", "text"],
  },
};
const SHARED: Record<string, [setting: string, read: Read]> = {
  "local-sign-in": ["localSignIn", "text"],
  "password-help": ["passwordHelp", "text"],
  "link-by": ["linkBy", "text"],
  plain: ["plain", "yes"],
};

const setUsage =
  "organisation single-sign-on set PREFIX openid|directory [--name NAME] [--secret-file FILE] [--SETTING VALUE …]\n" +
  `    openid: ${Object.keys(OPTIONS.openid).map(toOption).join(" ")}\n` +
  `    directory: ${Object.keys(OPTIONS.directory).map(toOption).join(" ")}\n` +
  `    both: ${Object.keys(SHARED).map(toOption).join(" ")}`;

export const singleSignOnSet: Command = {
  usage: setUsage,
  async run(words, tools) {
    const known = { ...OPTIONS.openid, ...OPTIONS.directory, ...SHARED };
    const options = ["name", "secret-file", ...Object.keys(known)];
    const read = readWords(words, { usage: setUsage, positions: ["PREFIX", "KIND"], options }) as Record<
      string,
      string
    >;
    const kind = read.KIND;
    if (kind !== "openid" && kind !== "directory") throw new StartupError(`The kind is openid or directory.`);
    const fitting = { ...OPTIONS[kind], ...SHARED };
    const given: Record<string, unknown> = {};
    for (const [option, [setting, how]] of Object.entries(known)) {
      const value = read[option];
      if (value === undefined) continue;
      if (!(option in fitting)) throw new StartupError(`--${option} is no setting of ${kind}.`);
      given[setting] = value === "-" ? undefined : await readValue(option, value, how);
    }
    const secret = read["secret-file"] === undefined ? undefined : (await readText(read["secret-file"])).trim();
    const secrets = await openSecrets(tools);
    await withDatabase(tools, async (db) => {
      const stored = await db.write(async (tx) => {
        const organisation = await requireOrganisation(tx, read.PREFIX ?? "");
        const present = (await listProviders(tx, organisation.id)).find((one) => one.kind === kind);
        const settings = { ...present?.settings, ...given };
        const hasSecret = secret !== undefined ? secret !== "" : (present?.secret ?? null) !== null;
        const problems = findProviderProblems(kind, settings, { hasSecret });
        if (problems.length > 0) throw new StartupError(problems.join("\n"));
        const name = read.name ?? present?.name ?? organisation.name;
        if (name.length > 60 || /\p{Cc}/u.test(name)) throw new StartupError("A name has at most 60 letters.");
        const now = new Date(tools.clock.now());
        const sealed = secret
          ? sealProviderSecret(secrets, { organisationId: organisation.id, kind }, secret)
          : undefined;
        await putProvider(tx, { organisationId: organisation.id, kind, name, settings, secret: sealed, now });
        await audit(tx, tools, organisation, {
          provider: name,
          kind,
          changed: Object.keys(given),
          secret: sealed !== undefined,
        });
        const row = (await listProviders(tx, organisation.id)).find((one) => one.kind === kind);
        return row && { row, links: await countLinks(tx, row.id) };
      });
      if (stored) print(tools, stored.row, stored.links);
    });
  },
};

export const singleSignOnShow: Command = {
  usage: "organisation single-sign-on show PREFIX",
  async run(words, tools) {
    const { PREFIX } = readWords(words, { usage: this.usage, positions: ["PREFIX"] });
    await withDatabase(tools, async (db) => {
      const rows = await db.read(async (tx) => {
        const organisation = await requireOrganisation(tx, PREFIX);
        const providers = await listProviders(tx, organisation.id);
        const counts = [];
        for (const row of providers) counts.push({ row, links: await countLinks(tx, row.id) });
        return counts;
      });
      if (rows.length === 0) throw new StartupError(`${PREFIX} has neither a provider nor a directory.`);
      for (const { row, links } of rows) print(tools, row, links);
    });
  },
};

export const singleSignOnTest: Command = {
  usage: "organisation single-sign-on test PREFIX [--name NAME] [--password-file FILE]",
  async run(words, tools) {
    const options = ["name", "password-file"] as const;
    const read = readWords(words, { usage: this.usage, positions: ["PREFIX"], options });
    const secrets = await openSecrets(tools);
    const rows = await withDatabase(tools, (db) =>
      db.read(async (tx) => listProviders(tx, (await requireOrganisation(tx, read.PREFIX)).id)),
    );
    if (rows.length === 0) throw new StartupError(`${read.PREFIX} has neither a provider nor a directory.`);
    const password = read["password-file"] === undefined ? undefined : (await readText(read["password-file"])).trim();
    const problems: string[] = [];
    for (const provider of rows.map(readProvider)) {
      const tried =
        provider.kind === "openid"
          ? await tryOpenId(tools, provider)
          : await tryDirectory(secrets, provider, { name: read.name, password });
      for (const sentence of tried.found) tools.print(`${provider.name}: ${sentence}`);
      problems.push(...tried.problems.map((sentence) => `${provider.name}: ${sentence}`));
    }
    if (problems.length > 0) throw new StartupError(problems.join("\n"));
  },
};

export const singleSignOnRemove: Command = {
  usage: "organisation single-sign-on remove PREFIX openid|directory",
  async run(words, tools) {
    const { PREFIX, KIND } = readWords(words, { usage: this.usage, positions: ["PREFIX", "KIND"] });
    await withDatabase(tools, (db) =>
      db.write(async (tx) => {
        const organisation = await requireOrganisation(tx, PREFIX);
        const row = (await listProviders(tx, organisation.id)).find(({ kind }) => kind === KIND);
        if (!row) throw new StartupError(`${PREFIX} has no ${KIND}.`);
        const links = await countLinks(tx, row.id);
        await deleteProvider(tx, row.id);
        await audit(tx, tools, organisation, { provider: row.name, kind: row.kind, removed: true, links });
        tools.print(`${row.name}\tremoved\t${links} links`);
      }),
    );
  },
};

interface Tried {
  found: string[];
  problems: string[];
}

async function tryOpenId({ clock }: CommandTools, provider: OpenIdProvider): Promise<Tried> {
  try {
    return await createOpenId({ fetch: outboundFetch, clock }).examine(provider);
  } catch (error) {
    const { issuer } = provider.settings;
    return { found: [], problems: [`${issuer}/.well-known/openid-configuration cannot be used: ${messageOf(error)}.`] };
  }
}

async function tryDirectory(
  secrets: SecretBox,
  provider: DirectoryProvider,
  { name, password }: { name?: string; password?: string },
): Promise<Tried> {
  const found: string[] = [];
  const { settings } = provider;
  try {
    await using connection = await openProviderDirectory({ openDirectory }, provider);
    found.push(`It answers${settings.plain ? "" : ", within TLS"}.`);
    if (settings.userDn !== undefined) {
      found.push("Nobody is searched for: who signs in binds as themselves.");
      return { found, problems: [] };
    }
    await bindToSearch({ secrets }, connection, provider);
    found.push(`${settings.searchAs ?? ""} may bind.`);
    if (name === undefined) return { found, problems: [] };
    const entry = await findEntry(connection, provider, { username: name, subject: undefined, loginName: undefined });
    if (!entry) return { found, problems: [`No entry, or more than one, has ${settings.nameAttribute} ${name}.`] };
    const described = describeEntry(provider, entry);
    found.push(...described.found);
    if (password !== undefined && described.problems.length === 0) {
      const outcome = password === "" ? "wrong" : await connection.bind(entry.dn, password);
      if (outcome !== "bound") return { found, problems: [`The password is ${outcome}.`] };
      found.push("The password is right.");
    }
    return { found, problems: described.problems };
  } catch (error) {
    return { found, problems: [`${settings.urls.join(", ")} cannot be used: ${messageOf(error)}.`] };
  }
}

function describeEntry(provider: DirectoryProvider, entry: DirectoryEntry): Tried {
  const identity = identityOf(provider, entry);
  const { idAttribute, linkBy } = provider.settings;
  if (!identity) return { found: [entry.dn], problems: [`${entry.dn} has no ${idAttribute}, or it may not be read.`] };
  const number = linkBy === undefined ? [] : [`${linkBy} is ${identity.number ?? "missing"}.`];
  return { found: [`${entry.dn}`, `${idAttribute} is ${identity.subject}.`, ...number], problems: [] };
}

function print(tools: CommandTools, row: ProviderRow, links: number): void {
  const provider: Provider = readProvider(row);
  const { publicUrl } = tools.config;
  const lines: Record<string, string | number | boolean | readonly string[] | undefined> = {
    kind: provider.kind,
    name: provider.name,
    ...provider.settings,
  };
  if (provider.kind === "openid") {
    lines.redirectUri = callbackUrl(publicUrl, provider.id);
    lines.backChannelLogoutUri = `${publicUrl}${SINGLE_SIGN_ON}/${provider.id}/back-channel-logout`;
    lines.postLogoutRedirectUri = `${publicUrl}/signed-out`;
  } else if (provider.settings.ca !== undefined) {
    lines.ca = "set";
  }
  lines.secret = row.secret ? "set" : "none";
  lines.links = links;
  for (const [name, value] of Object.entries(lines)) {
    if (value === undefined) continue;
    tools.print(`${name}\t${Array.isArray(value) ? value.join(",") : String(value)}`);
  }
}

async function audit(
  tx: WriteTx,
  { clock }: CommandTools,
  organisation: Organisation,
  detail: Record<string, unknown>,
): Promise<void> {
  await insertAuditEvent(tx, {
    at: new Date(clock.now()),
    organisationId: organisation.id,
    action: "providerChange",
    outcome: "success",
    detail: { by: "command", ...detail },
  });
}

async function requireOrganisation(tx: ReadTx, prefix: string): Promise<Organisation> {
  const wanted = prefix.toLowerCase();
  const found = (await listOrganisations(tx)).find(({ signInPrefix }) => signInPrefix === wanted);
  if (!found) throw new StartupError(`There is no organisation ${prefix}: name its prefix, as before the backslash.`);
  return found;
}

export async function openSecrets({ config, random }: CommandTools): Promise<SecretBox> {
  return createSecretBox(await openSecretKey(config.secretKeyPath, random), random);
}

async function readValue(option: string, value: string, how: Read): Promise<unknown> {
  if (how === "file") return readText(value);
  if (how === "list") return value.split(",").map((one) => one.trim());
  if (how === "text") return value;
  if (value !== "yes" && value !== "no") throw new StartupError(`--${option} takes yes or no.`);
  return value === "yes";
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new StartupError(`${path} cannot be read: ${whyUnreadable(error)}.`, { cause: error });
  }
}

function toOption(name: string): string {
  return `--${name}`;
}
