// What an organisation says of its OpenID provider or directory, with the documented defaults.

import * as z from "zod";

import type { ProviderRow } from "../store/identity-providers.ts";

const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9;-]{0,63}$/, "is the name of an attribute");
const claim = z.string().regex(/^[\w.:/-]{1,120}$/, "is the name of a claim");
const words = z.array(z.string().min(1).max(200)).max(20);

const shared = {
  /**
   * Who may still sign in without it, by a password or passkey of ours: everybody; those who are not linked yet; nobody.
   * Administrators always may, so that the provider's failure shuts nobody out for good.
   */
  localSignIn: z.enum(["everyone", "unlinked", "administrators"]).default("unlinked"),
  /** Where people change their password, in words that stand on our pages. */
  passwordHelp: z.string().max(300).optional(),
};

/** Signatures by a key pair: with a shared secret (HS256) whoever knows it could sign. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"] as const;

export const openIdSettingsSchema = z.object({
  ...shared,
  /** Exactly as the provider names itself. */
  issuer: z.url({ protocol: /^https?$/, error: "is an https:// address" }).max(500),
  clientId: z.string().min(1).max(300),
  clientAuthentication: z.enum(["basic", "post", "none"]).default("basic"),
  /** Beside `openid`. */
  scopes: words.default([]),
  algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(["RS256", "PS256", "ES256", "EdDSA"]),
  /** The claim that holds the employee number (NIP), where the organisation trusts it to link people by themselves. */
  linkBy: claim.optional(),
  /** Values of `amr` and `acr` that count as our second step. */
  trustedAmr: words.default([]),
  trustedAcr: words.default([]),
  /** Asked for when people sign in (`acr_values`). */
  askAcr: words.default([]),
  /** After signing out here, people are offered to sign out there. */
  signOutThere: z.boolean().default(true),
  /** Without TLS: only to this machine itself. */
  plain: z.boolean().default(false),
});

export const directorySettingsSchema = z.object({
  ...shared,
  /** Asked in this order; the next one when one does not answer. */
  urls: z
    .array(z.url({ protocol: /^ldaps?$/, error: "is an ldaps:// or ldap:// address" }))
    .min(1)
    .max(4),
  startTls: z.boolean().default(false),
  plain: z.boolean().default(false),
  /** Certificates (PEM) of the authority that signed the directory's. */
  ca: z.string().max(64_000).optional(),
  /** Where people are looked for. */
  base: z.string().min(1).max(500),
  /** What people type. Active Directory: sAMAccountName. */
  nameAttribute: attribute.default("uid"),
  /** An attribute with the address, for who types it. */
  addressAttribute: attribute.default("mail"),
  /** What stays when a name changes. Active Directory: objectGUID. */
  idAttribute: attribute.default("entryUUID"),
  /** The attribute with the employee number (NIP), where the organisation trusts it to link people by themselves. */
  linkBy: attribute.optional(),
  /** Only these entries (RFC 4515). */
  filter: z.string().max(1000).optional(),
  /** Who looks people up; its password is the secret. */
  searchAs: z.string().min(1).max(500).optional(),
  /** Without searching: the name within a distinguished name, as `uid={name},ou=people,dc=contoh`. */
  userDn: z
    .string()
    .max(500)
    .regex(/^[^{}]*\{name\}[^{}]*$/, "has {name} in it once")
    .regex(/=/, "is a distinguished name")
    .optional(),
});

export type OpenIdSettings = z.output<typeof openIdSettingsSchema>;
export type DirectorySettings = z.output<typeof directorySettingsSchema>;

type Base = Omit<ProviderRow, "settings" | "kind">;
export type OpenIdProvider = Base & { kind: "openid"; settings: OpenIdSettings };
export type DirectoryProvider = Base & { kind: "directory"; settings: DirectorySettings };
export type Provider = OpenIdProvider | DirectoryProvider;

/** Throws when what is stored is not valid. */
export function readProvider({ kind, settings, ...row }: ProviderRow): Provider {
  return kind === "openid"
    ? { ...row, kind, settings: openIdSettingsSchema.parse(settings) }
    : { ...row, kind, settings: directorySettingsSchema.parse(settings) };
}

/** Sentences that say what does not fit together; none when all is well. */
export function findProviderProblems(
  kind: Provider["kind"],
  settings: Record<string, unknown>,
  { hasSecret }: { hasSecret: boolean },
): string[] {
  const schema = kind === "openid" ? openIdSettingsSchema : directorySettingsSchema;
  const parsed = schema.safeParse(settings);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}.`);
  return kind === "openid"
    ? problemsOfOpenId(parsed.data as OpenIdSettings, hasSecret)
    : problemsOfDirectory(parsed.data as DirectorySettings, hasSecret);
}

function problemsOfOpenId(settings: OpenIdSettings, hasSecret: boolean): string[] {
  const { issuer, plain, clientAuthentication } = settings;
  const problems: string[] = [];
  const url = new URL(issuer);
  if (url.protocol === "http:" && !(plain && isThisMachine(url))) {
    problems.push("issuer: must be https (plain http only on this machine, with --plain yes).");
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "")
    problems.push("issuer: is an address without query.");
  if (clientAuthentication !== "none" && !hasSecret) problems.push("secret: is missing (--secret-file).");
  return problems;
}

function problemsOfDirectory(settings: DirectorySettings, hasSecret: boolean): string[] {
  const { urls, startTls, plain, searchAs, userDn } = settings;
  const problems: string[] = [];
  for (const url of urls.map((one) => new URL(one))) {
    const isOpen = url.protocol === "ldap:" && !startTls;
    if (isOpen && !(plain && isThisMachine(url))) {
      problems.push(
        `${url.href}: must be ldaps:// or use --start-tls yes (plain only on this machine, with --plain yes).`,
      );
    }
    if (url.protocol === "ldaps:" && startTls) problems.push(`${url.href}: is within TLS already (--start-tls no).`);
  }
  if ((searchAs === undefined) === (userDn === undefined)) {
    problems.push("either --search-as (who looks people up) or --user-dn (the name within a distinguished name).");
  }
  if (searchAs !== undefined && !hasSecret) problems.push("secret: is missing (--secret-file).");
  return problems;
}

function isThisMachine({ hostname }: URL): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|::1)$/.test(hostname);
}
