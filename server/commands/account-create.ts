// `surel account create`: one account, or many from a table. Prints each address with its initial password, which the first
// sign-in must replace.

import { readFile } from "node:fs/promises";

import { createInitialPassword, setPassword } from "../auth/initial-password.ts";
import { createPasswordHasher, type PasswordHasher } from "../auth/password-hash.ts";
import { messageOf, StartupError } from "../base/errors.ts";
import { createAccount, type AccountRefusal, type AccountRequest } from "../organisation/create-account.ts";
import { readSecurityPolicy } from "../organisation/security-policy.ts";
import { findOrganisation } from "../store/organisations.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
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
    const requests = words.includes("--from") ? await requestsFromFile(words) : [requestFromWords(words)];
    await withDatabase(tools, async (db) => {
      const hasher = createPasswordHasher({ random: tools.random });
      for (const request of requests) tools.print(await create(request, { ...tools, db, hasher }));
    });
  },
};

async function create(
  request: AccountRequest,
  { db, hasher, random, clock }: CommandTools & { db: Database; hasher: PasswordHasher },
): Promise<string> {
  const password = createInitialPassword(random);
  const hash = await hasher.hash(password);
  const now = new Date(clock.now());
  const address = await db.write(async (tx) => {
    const made = await createAccount(tx, request);
    if (typeof made === "string") throw new StartupError(`${request.address} ${refusals[made]}.`);
    const { organisationId, accountId: subjectAccountId } = made;
    if (request.kind !== "unit") {
      const { initialPasswordHours } = readSecurityPolicy((await findOrganisation(tx, organisationId))?.settings ?? {});
      const expiresAt = new Date(now.getTime() + initialPasswordHours * 3_600_000);
      await setPassword(tx, subjectAccountId, { hash, mustChange: true, now, expiresAt });
    }
    const detail = { by: "command" };
    await insertAuditEvent(tx, {
      at: now,
      organisationId,
      subjectAccountId,
      action: "accountCreate",
      outcome: "success",
      detail,
    });
    return made.address;
  });
  return request.kind === "unit" ? address : `${address}\t${password}`;
}

function requestFromWords(words: string[]): AccountRequest {
  const given = readWords(words, { usage, positions: ["ADDRESS"], options: ["name", "unit", "role", "nip", "kind"] });
  return toRequest({ ...given, address: given.ADDRESS, name: given.name ?? "" });
}

/** Columns by name: address, name, and optionally unit, role, nip, kind. */
async function requestsFromFile(words: string[]): Promise<AccountRequest[]> {
  const { from = "" } = readWords(words, { usage, positions: [], options: ["from"] });
  const text = await readFile(from, "utf8").catch((error: unknown) => {
    throw new StartupError(`The file ${from} cannot be read (${messageOf(error)}).`, { cause: error });
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

function toRequest(given: Partial<Record<string, string>>): AccountRequest {
  const { address = "", name = "", unit, nip } = given;
  const role = ROLES.find((known) => known === (given.role || "employee"));
  if (!role) throw new StartupError(`${address}: the role is one of ${ROLES.join(", ")}.`);
  const kind = given.kind === "unit" ? "unit" : "person";
  return { address, displayName: name, role, kind, unitName: unit || undefined, employeeNumber: nip || undefined };
}
