// /account/security/data: downloads of one's own data, and the wish that it be deleted. All of it asks for a fresh proof.

import { Readable } from "node:stream";

import {
  admitExport,
  collectAccountData,
  findOwnDeletionRequest,
  requestDeletion,
} from "../../auth/account-security/own-data.ts";
import type { PersonDependencies } from "../../auth/account-security/person.ts";
import type { AccountId } from "../../base/ids.ts";
import { sendPage } from "../sign-in/routes.ts";
import type { Register, Visit } from "./frame.ts";
import { ownDataPage, type OwnDataState } from "./own-data-page.ts";

/** All emails of an account as one file. */
export type ExportMail = (accountId: AccountId) => AsyncIterable<Uint8Array>;

export function registerOwnData(
  dependencies: PersonDependencies,
  { guarded, exportMail }: { guarded: Register; exportMail: ExportMail },
): void {
  async function show({ reply, person, page }: Visit, status: number, notice?: OwnDataState["notice"]) {
    const requestedAt = await findOwnDeletionRequest(dependencies, person);
    return sendPage(reply, status, ownDataPage(page, { requestedAt, notice }));
  }

  guarded("get", "/data", (visit) => show(visit, 200));

  guarded("post", "/data/mail", async (visit) => {
    const { person } = visit;
    if (!(await admitExport(dependencies, person, "mail"))) return show(visit, 429, "tooManyExports");
    return download(visit, { extension: "mbox", type: "application/mbox" }).send(
      Readable.from(exportMail(person.account.id), { objectMode: false, highWaterMark: 1 }),
    );
  });

  guarded("post", "/data/account", async (visit) => {
    const { person } = visit;
    if (!(await admitExport(dependencies, person, "account"))) return show(visit, 429, "tooManyExports");
    const data = await collectAccountData(dependencies, person);
    return download(visit, { extension: "json", type: "application/json" }).send(JSON.stringify(data, undefined, 2));
  });

  guarded("post", "/data/deletion", async (visit) => {
    const isNew = await requestDeletion(dependencies, visit.person);
    return isNew ? show(visit, 200, "requested") : show(visit, 429, "alreadyRequested");
  });
}

/** A file to keep, named after the account; its sign-in name has no letters that would need quoting. */
function download({ reply, person }: Visit, { extension, type }: { extension: string; type: string }) {
  const name = person.account.loginName.replace(/[^\w.-]/g, "_");
  return reply
    .type(type)
    .header("cache-control", "no-store")
    .header("content-disposition", `attachment; filename="${name}.${extension}"`)
    .header("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
}
