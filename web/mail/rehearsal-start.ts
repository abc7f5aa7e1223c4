// Nobody's mail: a small inbox to draw before there is one, with what most rows have.

import type { StartData } from "../client/start-data.ts";
import { CORE, MAIL } from "../../standards/jmap/capabilities.ts";

const ACCOUNT = "rehearsal";
const EMAILS = ["1", "2", "3"];

export function rehearsalStart({ locale, icon }: { locale: StartData["locale"]; icon: string }): StartData {
  const address = "nama@contoh.go.id";
  const state = "0";
  const count = { totalEmails: 3, unreadEmails: 1, totalThreads: 3, unreadThreads: 1 };
  const mailboxes = ["inbox", "drafts", "sent"].map((role, at) => ({
    id: role,
    name: role,
    role,
    parentId: null,
    sortOrder: at,
    isSubscribed: true,
    myRights: {},
    ...count,
  }));
  const emails = EMAILS.map((id, at) => ({
    id,
    threadId: id,
    mailboxIds: { inbox: true },
    keywords: at === 0 ? {} : { $seen: true, $flagged: true },
    from: [{ name: "Nama Orang", email: address }],
    to: [{ name: null, email: address }],
    subject: "Perihal",
    receivedAt: `2026-0${at + 1}-01T01:00:00Z`,
    preview: "Isi",
    hasAttachment: at > 0,
    size: 1000,
  }));
  const got = (list: object[]) => ({ accountId: ACCOUNT, state, list, notFound: [] });
  return {
    session: {
      capabilities: {
        [CORE]: {
          maxSizeUpload: 0,
          maxConcurrentUpload: 1,
          maxSizeRequest: 0,
          maxConcurrentRequests: 1,
          maxCallsInRequest: 1,
          maxObjectsInGet: 500,
          maxObjectsInSet: 1,
          collationAlgorithms: [],
        },
      },
      accounts: {
        [ACCOUNT]: { name: address, isPersonal: true, isReadOnly: false, accountCapabilities: { [MAIL]: {} as never } },
      },
      primaryAccounts: { [MAIL]: ACCOUNT },
      username: address,
      apiUrl: "",
      downloadUrl: "",
      uploadUrl: "",
      eventSourceUrl: "",
      state,
    },
    locale,
    timeZone: "Asia/Jakarta",
    organisation: { name: "Instansi", domain: "contoh.go.id", icon },
    user: { accountId: ACCOUNT, address, name: "Nama Orang", unit: "Bagian Umum", role: "" },
    first: {
      accountId: ACCOUNT,
      mailboxId: "inbox",
      sessionState: state,
      methodResponses: [
        ["Mailbox/get", got(mailboxes), "m"],
        [
          "Email/query",
          {
            accountId: ACCOUNT,
            queryState: state,
            canCalculateChanges: true,
            position: 0,
            ids: EMAILS,
            total: EMAILS.length,
          },
          "q",
        ],
        ["Thread/get", got(EMAILS.map((id) => ({ id, emailIds: [id] }))), "t"],
        ["Email/get", got(emails), "e"],
        ["Identity/get", got([]), "i"],
      ],
    },
  };
}
