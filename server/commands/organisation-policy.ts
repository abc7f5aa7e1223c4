// `surel organisation policy`: what an organisation has decided about passwords, locks, sessions, second factors and the rest, with the
// defaults of what it has not; and `organisation set`, which changes one of them. A running server obeys at once.

import { StartupError } from "../base/errors.ts";
import { readPolicies } from "../organisation/policies.ts";
import { readSecurityPolicy } from "../organisation/security-policy.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import { listOrganisations, updateOrganisationSettings, type Organisation } from "../store/organisations.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

type Json = Record<string, unknown>;

export const organisationPolicy: Command = {
  usage: "organisation policy [--organisation PREFIX]",
  async run(words, tools) {
    const { organisation } = readWords(words, { usage: this.usage, positions: [], options: ["organisation"] });
    const { settings } = await withDatabase(tools, (db) => requireOrganisation(db, organisation));
    tools.print(JSON.stringify(policiesOf(settings), null, 2));
  },
};

export const organisationSet: Command = {
  usage: "organisation set KEY VALUE [--organisation PREFIX], as: organisation set password.minimumLength 14",
  async run(words, tools) {
    const shape = { usage: this.usage, positions: ["KEY", "VALUE"], options: ["organisation"] } as const;
    const { KEY: key, VALUE: typed, organisation: prefix } = readWords(words, shape);
    await withDatabase(tools, async (db) => {
      const { id } = await requireOrganisation(db, prefix);
      await db.write(async (tx) => {
        // Read again within the transaction: somebody else may set another one at the same moment.
        const organisation = (await listOrganisations(tx)).find((one) => one.id === id);
        const settings = withValue(organisation?.settings ?? {}, key.split("."), valueOf(typed));
        const found = valueAt(checked(settings, key), key.split("."));
        if (found === undefined)
          throw new StartupError(`There is no policy ${key}. "surel organisation policy" shows all.`);
        await updateOrganisationSettings(tx, id, settings);
        const detail = { key, value: found };
        const at = new Date(tools.clock.now());
        await insertAuditEvent(tx, { at, organisationId: id, action: "policyChange", outcome: "success", detail });
        tools.print(`${key}\t${JSON.stringify(found)}`);
      });
    });
  },
};

/** The one there is, or the one with this sign-in prefix. */
export async function requireOrganisation(db: Database, prefix: string | undefined): Promise<Organisation> {
  const organisations = await db.read(listOrganisations);
  const [one, ...others] = prefix ? organisations.filter(({ signInPrefix }) => signInPrefix === prefix) : organisations;
  if (!one) throw new StartupError(prefix ? `There is no organisation ${prefix}.` : "There is no organisation yet.");
  if (others.length > 0) {
    throw new StartupError("There are several organisations: say which with --organisation PREFIX.");
  }
  return one;
}

function policiesOf(settings: Json): Json {
  return { ...readPolicies(settings), security: readSecurityPolicy(settings) };
}

/** The policies with that setting, or what is wrong with it. */
function checked(settings: Json, key: string): Json {
  try {
    return policiesOf(settings);
  } catch (error) {
    const issues = (error as { issues?: { message: string }[] }).issues ?? [];
    if (issues.length === 0) throw error;
    throw new StartupError(`${key}: ${issues.map(({ message }) => message).join("; ")}`, { cause: error });
  }
}

/** Numbers, true, false and JSON as what they are; all else is text. */
function valueOf(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

function withValue(settings: Json, [name = "", ...rest]: string[], value: unknown): Json {
  if (!/^[a-zA-Z][\w-]*$/.test(name) || name === "__proto__" || name === "constructor") return settings;
  if (rest.length === 0) return { ...settings, [name]: value };
  const inner = settings[name];
  return { ...settings, [name]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
