// `surel account create`: one account, or many from a table. Prints each address with its initial password, which the first
// sign-in must replace.

import { readFile } from "node:fs/promises";

import { createInitialPassword, setPassword } from "../auth/initial-password.ts";
import { createPasswordHasher, type PasswordHasher } from "../auth/password-hash.ts";
import { StartupError, whyUnreadable } from "../base/errors.ts";
import { createAccount, type AccountRefusal, type AccountRequest } from "../organisation/create-account.ts";
import { readSecurityPolicy } from "../organisation/security-policy.ts";
import { findOrganisation } from "../store/organisations.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { WriteTx } from "../store/database.ts";
import type { Command, CommandTools } from "./command.ts";
import { readTable } from "./read-table.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage =
  "account create ADDRESS --name NAME [--unit UNIT] [--role ROLE] [--nip NUMBER] | account create --from FILE.csv";
const ROLES = ["employee", "administrator", "service-desk", "partner"] as const;

const refusals: Record<AccountRefusal, string> = {
  invalidAddress: "is not an address that people can sign in with",
  unknownDomain: "is in no domain of ours: make its organisation first",
  addressTaken: "is taken",
  invalidName: "needs a name of at most 200 characters",
};

export const accountCreate: Command = {
  usage,
  async run(words, tools) {
    if (words.includes("--from")) return createFromTable(words, tools);
    const request = requestFromWords(words);
    if (typeof request === "string") throw new StartupError(request);
    const initial = await createInitial(tools, createPasswordHasher(tools));
    const made = await withDatabase(tools, (db) => db.write((tx) => create(tx, request, initial)));
    if (made.outcome === "refused") throw new StartupError(made.words);
    tools.print(made.line);
  },
};

/** All or nobody: whoever mends the table and runs it again makes nobody twice. */
async function createFromTable(words: string[], tools: CommandTools): Promise<void> {
  const requests = await requestsFromFile(words);
  const hasher = createPasswordHasher(tools);
  const initials: Initial[] = [];
  while (initials.length < requests.length) initials.push(await createInitial(tools, hasher));
  const lines = await withDatabase(tools, (db) =>
    db.write(async (tx) => {
      const [made, mistakes]: [string[], string[]] = [[], []];
      for (const [index, request] of requests.entries()) {
        const result = await createOrRefuse(tx, request, initials[index]!);
        if (result.outcome === "made") made.push(result.line);
        else mistakes.push(`  row ${index + 1}: ${result.words}`);
      }
      if (mistakes.length > 0) {
        throw new StartupError(`The table has mistakes, so nobody was made:\n${mistakes.join("\n")}`);
      }
      return made;
    }),
  );
  for (const line of lines) tools.print(line);
}

type Created = { outcome: "made"; line: string } | { outcome: "refused"; words: string };
type Initial = { password: string; hash: string; now: Date };

async function createInitial({ random, clock }: CommandTools, hasher: PasswordHasher): Promise<Initial> {
  const password = createInitialPassword(random);
  const hash = await hasher.hash(password);
  return { password, hash, now: new Date(clock.now()) };
}

async function createOrRefuse(tx: WriteTx, request: AccountRequest | string, initial: Initial): Promise<Created> {
  return typeof request === "string" ? { outcome: "refused", words: request } : create(tx, request, initial);
}

async function create(tx: WriteTx, request: AccountRequest, { password, hash, now }: Initial): Promise<Created> {
  const made = await createAccount(tx, request);
  if (typeof made === "string") return { outcome: "refused", words: `${request.address} ${refusals[made]}.` };
  const { organisationId, accountId: subjectAccountId, address } = made;
  if (request.kind !== "unit") {
    const { initialPasswordHours } = readSecurityPolicy((await findOrganisation(tx, organisationId))?.settings ?? {});
    const expiresAt = new Date(now.getTime() + initialPasswordHours * 3_600_000);
    await setPassword(tx, subjectAccountId, { hash, mustChange: true, now, expiresAt });
  }
  await insertAuditEvent(tx, {
    at: now,
    organisationId,
    subjectAccountId,
    action: "accountCreate",
    outcome: "success",
    detail: { by: "command" },
  });
  return { outcome: "made", line: request.kind === "unit" ? address : `${address}\t${password}` };
}

function requestFromWords(words: string[]): AccountRequest | string {
  const given = readWords(words, { usage, positions: ["ADDRESS"], options: ["name", "unit", "role", "nip", "kind"] });
  return toRequest({ ...given, address: given.ADDRESS, name: given.name ?? "" });
}

/** Columns by name: address, name, and optionally unit, role, nip, kind. */
async function requestsFromFile(words: string[]): Promise<(AccountRequest | string)[]> {
  const { from = "" } = readWords(words, { usage, positions: [], options: ["from"] });
  const text = await readFile(from, "utf8").catch((error: unknown) => {
    throw new StartupError(`The file ${from} cannot be read: ${whyUnreadable(error)}.`, { cause: error });
  });
  const rows = readTable(text);
  const [first] = rows;
  if (first && !("address" in first && "name" in first)) {
    throw new StartupError(
      `The first line of ${from} must name the columns: address, name (and unit, role, nip, kind).`,
    );
  }
  return rows.map((row) => toRequest(row));
}

/** Or what is wrong with it. */
function toRequest(given: Partial<Record<string, string>>): AccountRequest | string {
  const { address = "", name = "", unit, nip } = given;
  const role = ROLES.find((known) => known === (given.role || "employee"));
  if (!role) return `${address}: the role is one of ${ROLES.join(", ")}.`;
  const kind = given.kind === "unit" ? "unit" : "person";
  return { address, displayName: name, role, kind, unitName: unit || undefined, employeeNumber: nip || undefined };
}
