// A JMAP mail server in memory, for tests of the web client: small, exact about states and changes, and able to fail on request.
import { resolveReferences } from "../../standards/jmap/result-reference.ts";
import { applyPatch } from "../../standards/jmap/patch.ts";
import type { Filter } from "../../standards/jmap/query.ts";
import type { EmailFilterCondition } from "../../standards/jmap/email-query.ts";
import type { Invocation, Request } from "../../standards/jmap/request.ts";
import type { Session } from "../../standards/jmap/session.ts";

type Row = Record<string, unknown> & { id: string };
type EmailRow = Row & {
  threadId: string;
  mailboxIds: Record<string, true>;
  keywords: Record<string, true>;
  receivedAt: string;
};
type Type = "Mailbox" | "Thread" | "Email" | "Identity" | "EmailSubmission";
type Arguments = Record<string, unknown>;

export type MemoryJmap = {
  session: Session;
  accountId: string;
  /** Every request as it came, newest last. */
  requests: Request[];
  handle(request: Request): { methodResponses: Invocation[]; sessionState: string };
  addEmail(email: Partial<EmailRow> & { subject: string }): EmailRow;
  updateEmail(id: string, patch: Record<string, unknown>): void;
  destroyEmail(id: string): void;
  email(id: string): EmailRow | undefined;
  emails(): EmailRow[];
  mailboxId(role: string): string;
  states(): Record<string, string>;
  /** Method names that answer with this error, until it is deleted. */
  failures: Map<string, string>;
  /** Email ids whose update is refused with this SetError type. */
  refusals: Map<string, string>;
  submissions: Row[];
  /** Forgets what lists looked like, so that queryChanges cannot be calculated. */
  forgetQueries(): void;
};

const roles = ["inbox", "drafts", "sent", "archive", "junk", "trash"];

export function createMemoryJmap(options: { maxDelayedSend?: number; maxObjectsInGet?: number } = {}): MemoryJmap {
  const accountId = "a1";
  const emails = new Map<string, EmailRow>();
  const identities: Row[] = [
    {
      id: "i1",
      name: "Budi Santoso",
      email: "budi.santoso@contoh.go.id",
      replyTo: null,
      bcc: null,
      textSignature: "",
      htmlSignature: "",
      mayDelete: false,
    },
  ];
  const mailboxes = new Map<string, Row>();
  const submissions: Row[] = [];
  const log: { modseq: number; type: Type; id: string; kind: "created" | "updated" | "destroyed" }[] = [];
  const queries = new Map<string, string[]>();
  const failures = new Map<string, string>();
  const refusals = new Map<string, string>();
  const requests: Request[] = [];
  let modseq = 1;
  let nextId = 1;

  for (const role of roles) {
    const id = `m${nextId++}`;
    mailboxes.set(id, { id, name: role, parentId: null, role, sortOrder: 0, isSubscribed: true, myRights: {} });
  }

  const record = (type: Type, id: string, kind: "created" | "updated" | "destroyed") => {
    log.push({ modseq, type, id, kind });
  };
  const stateOf = (type: Type) => String(log.findLast((entry) => entry.type === type)?.modseq ?? 0);
  const threadIds = () => [...new Set([...emails.values()].map((email) => email.threadId))];
  const inOrder = () =>
    [...emails.values()].toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0));
  const threadOf = (id: string) => ({
    id,
    emailIds: inOrder()
      .filter((email) => email.threadId === id)
      .map((email) => email.id),
  });
  const isUnread = (email: EmailRow) => !email.keywords["$seen"] && !email.keywords["$draft"];

  function withCounts(mailbox: Row): Row {
    const here = [...emails.values()].filter((email) => email.mailboxIds[mailbox.id]);
    const threads = new Set(here.map((email) => email.threadId));
    const unread = new Set([...emails.values()].filter(isUnread).map((email) => email.threadId));
    return {
      ...mailbox,
      totalEmails: here.length,
      unreadEmails: here.filter(isUnread).length,
      totalThreads: threads.size,
      unreadThreads: [...threads].filter((id) => unread.has(id)).length,
    };
  }

  function change(run: () => void): void {
    modseq++;
    const before = new Map([...mailboxes.values()].map((mailbox) => [mailbox.id, JSON.stringify(withCounts(mailbox))]));
    run();
    for (const mailbox of mailboxes.values()) {
      if (before.get(mailbox.id) !== JSON.stringify(withCounts(mailbox))) record("Mailbox", mailbox.id, "updated");
    }
  }

  function addEmail(email: Partial<EmailRow>): EmailRow {
    const id = `e${nextId++}`;
    const row: EmailRow = {
      from: [{ name: "Siti Rahayu", email: "siti.rahayu@contoh.go.id" }],
      to: [{ name: "Budi Santoso", email: "budi.santoso@contoh.go.id" }],
      subject: null,
      preview: "",
      hasAttachment: false,
      size: 1000,
      keywords: {},
      mailboxIds: { m1: true },
      receivedAt: new Date(Date.parse("2026-11-01T00:00:00Z") + nextId * 60_000).toISOString(),
      blobId: `b${id}`,
      messageId: [`${id}@contoh.go.id`],
      htmlBody: [],
      textBody: [],
      attachments: [],
      bodyValues: {},
      ...email,
      id,
      threadId: email.threadId ?? `t${id}`,
    };
    change(() => {
      const isNewThread = !threadIds().includes(row.threadId);
      emails.set(id, row);
      record("Email", id, "created");
      record("Thread", row.threadId, isNewThread ? "created" : "updated");
    });
    return row;
  }

  function updateEmail(id: string, patch: Record<string, unknown>): void {
    const result = applyPatch(emails.get(id)!, patch);
    if ("invalidPath" in result) throw new Error(result.invalidPath);
    change(() => {
      emails.set(id, result.patched as EmailRow);
      record("Email", id, "updated");
    });
  }

  function destroyEmail(id: string): void {
    change(() => {
      const { threadId } = emails.get(id)!;
      emails.delete(id);
      record("Email", id, "destroyed");
      record("Thread", threadId, threadIds().includes(threadId) ? "updated" : "destroyed");
    });
  }

  function matches(filter: Filter<EmailFilterCondition> | null, email: EmailRow): boolean {
    if (!filter) return true;
    if ("operator" in filter) {
      const results = filter.conditions.map((condition) => matches(condition, email));
      if (filter.operator === "NOT") return !results.includes(true);
      return filter.operator === "AND" ? !results.includes(false) : results.includes(true);
    }
    return Object.entries(filter).every(([name, value]) => {
      if (name === "inMailbox") return email.mailboxIds[value as string];
      if (name === "inMailboxOtherThan")
        return Object.keys(email.mailboxIds).some((id) => !(value as string[]).includes(id));
      if (name === "hasKeyword") return email.keywords[value as string];
      if (name === "notKeyword") return !email.keywords[value as string];
      if (name === "header") return (email["messageId"] as string[]).includes((value as string[])[1]!);
      return JSON.stringify(email).toLowerCase().includes(String(value).toLowerCase());
    });
  }

  function result(args: Arguments): string[] {
    const seen = new Set<string>();
    const found = inOrder()
      .toReversed()
      .filter((email) => matches(args["filter"] as Filter<EmailFilterCondition>, email));
    const collapsed = args["collapseThreads"]
      ? found.filter(({ threadId }) => !seen.has(threadId) && seen.add(threadId))
      : found;
    return collapsed.map((email) => email.id);
  }

  const queryKey = (args: Arguments) => JSON.stringify([args["filter"], args["sort"], args["collapseThreads"]]);

  function remember(args: Arguments): { ids: string[]; state: string } {
    const ids = result(args);
    const state = String(modseq);
    queries.set(`${state} ${queryKey(args)}`, ids);
    return { ids, state };
  }

  function query(args: Arguments): Arguments {
    const { ids, state } = remember(args);
    let position = (args["position"] as number | undefined) ?? 0;
    if (args["anchor"] !== undefined) {
      const at = ids.indexOf(args["anchor"] as string);
      if (at < 0) throw new Error("anchorNotFound");
      position = Math.max(0, at + ((args["anchorOffset"] as number | undefined) ?? 0));
    }
    const page = ids.slice(position, position + ((args["limit"] as number | undefined) ?? 256));
    return { accountId, queryState: state, canCalculateChanges: true, position, ids: page, total: ids.length };
  }

  function queryChanges(args: Arguments): Arguments {
    const old = queries.get(`${String(args["sinceQueryState"])} ${queryKey(args)}`);
    if (!old) throw new Error("cannotCalculateChanges");
    const { ids, state } = remember(args);
    const [before, after] = [new Set(old), new Set(ids)];
    return {
      accountId,
      oldQueryState: args["sinceQueryState"],
      newQueryState: state,
      total: ids.length,
      removed: old.filter((id) => !after.has(id)),
      added: ids.flatMap((id, index) => (before.has(id) ? [] : [{ id, index }])),
    };
  }

  function rows(type: Type): Map<string, Row> {
    switch (type) {
      case "Email":
        return emails;
      case "Mailbox":
        return new Map([...mailboxes].map(([id, mailbox]) => [id, withCounts(mailbox)]));
      case "Thread":
        return new Map(threadIds().map((id) => [id, threadOf(id)]));
      case "Identity":
        return new Map(identities.map((identity) => [identity.id, identity]));
      case "EmailSubmission":
        return new Map(submissions.map((submission) => [submission.id, submission]));
    }
  }

  function get(type: Type, args: Arguments): Arguments {
    const all = rows(type);
    const ids = [...new Set((args["ids"] as string[] | null | undefined) ?? all.keys())];
    if (ids.length > session.capabilities["urn:ietf:params:jmap:core"].maxObjectsInGet)
      throw new Error("requestTooLarge");
    const properties = args["properties"] as string[] | null | undefined;
    const pick = (row: Row) =>
      properties ? Object.fromEntries(["id", ...properties].map((name) => [name, row[name] ?? null])) : row;
    return {
      accountId,
      state: stateOf(type),
      list: ids.filter((id) => all.has(id)).map((id) => structuredClone(pick(all.get(id)!))),
      notFound: ids.filter((id) => !all.has(id)),
    };
  }

  function changes(type: Type, args: Arguments): Arguments {
    const since = Number(args["sinceState"]);
    const kinds = new Map<string, "created" | "updated" | "destroyed">();
    for (const { id, kind } of log.filter((entry) => entry.type === type && entry.modseq > since)) {
      if (kind === "updated" && kinds.get(id) === "created") continue;
      if (kind === "destroyed" && kinds.get(id) === "created") kinds.delete(id);
      else kinds.set(id, kind);
    }
    const of = (kind: string) => [...kinds].filter(([, other]) => other === kind).map(([id]) => id);
    return {
      accountId,
      oldState: args["sinceState"],
      newState: stateOf(type),
      hasMoreChanges: false,
      created: of("created"),
      updated: of("updated"),
      destroyed: of("destroyed"),
      ...(type === "Mailbox" ? { updatedProperties: null } : {}),
    };
  }

  function setEmails(args: Arguments): Arguments {
    const oldState = stateOf("Email");
    const created: Arguments = {};
    const notUpdated: Arguments = {};
    const notCreated: Arguments = {};
    const updated: Arguments = {};
    for (const [key, value] of Object.entries((args["create"] as Arguments | null) ?? {})) {
      if (refusals.has(key)) notCreated[key] = { type: refusals.get(key) };
      else {
        const receivedAt = new Date(Date.parse("2026-11-23T00:00:00Z") + nextId * 1000).toISOString();
        created[key] = { id: addEmail({ ...(value as Partial<EmailRow>), receivedAt }).id };
      }
    }
    for (const [id, patch] of Object.entries((args["update"] as Arguments | null) ?? {})) {
      if (refusals.has(id)) notUpdated[id] = { type: refusals.get(id) };
      else if (!emails.has(id)) notUpdated[id] = { type: "notFound" };
      else {
        updateEmail(id, patch as Arguments);
        updated[id] = null;
      }
    }
    const toDestroy = (args["destroy"] as string[] | null) ?? [];
    const notDestroyed = Object.fromEntries(
      toDestroy.filter((id) => !emails.has(id)).map((id) => [id, { type: "notFound" }]),
    );
    const destroyed = toDestroy.filter((id) => emails.has(id));
    for (const id of destroyed) destroyEmail(id);
    return {
      accountId,
      oldState,
      newState: stateOf("Email"),
      created,
      updated,
      destroyed,
      notCreated,
      notUpdated,
      notDestroyed,
    };
  }

  function setIdentities(args: Arguments): Arguments {
    for (const [id, patch] of Object.entries((args["update"] as Record<string, object> | null) ?? {})) {
      Object.assign(
        identities.find((identity) => identity.id === id)!,
        patch,
      );
    }
    return { accountId, updated: {}, notUpdated: {} };
  }

  function setSubmissions(args: Arguments, createdEmails: Map<string, string>): Arguments {
    const created: Arguments = {};
    const notCreated: Arguments = {};
    const notUpdated: Arguments = {};
    for (const [key, value] of Object.entries((args["create"] as Arguments | null) ?? {})) {
      if (refusals.has(key)) {
        notCreated[key] = { type: refusals.get(key) };
        continue;
      }
      const emailId = (value as Row)["emailId"] as string;
      const id = `s${nextId++}`;
      const submission = {
        ...(value as Row),
        id,
        undoStatus: "pending",
        emailId: createdEmails.get(emailId.slice(1)) ?? emailId,
      };
      submissions.push(submission);
      created[key] = { id };
      const patch = (args["onSuccessUpdateEmail"] as Arguments | undefined)?.[`#${key}`];
      if (patch) updateEmail(submission.emailId, patch as Arguments);
    }
    for (const [id, patch] of Object.entries((args["update"] as Arguments | null) ?? {})) {
      const submission = submissions.find((one) => one.id === id)!;
      if (refusals.has(id)) notUpdated[id] = { type: refusals.get(id) };
      else Object.assign(submission, patch);
    }
    return { accountId, created, notCreated, updated: {}, notUpdated, destroyed: [], notDestroyed: {} };
  }

  function call(name: string, args: Arguments, createdEmails: Map<string, string>): Arguments {
    const failure = failures.get(name);
    if (failure) throw new Error(failure);
    const [type, verb] = name.split("/") as [Type, string];
    if (name === "Email/query") return query(args);
    if (name === "EmailSubmission/query") {
      const wanted = (args["filter"] as { emailIds: string[] }).emailIds;
      return { ids: submissions.filter((one) => wanted.includes(one["emailId"] as string)).map(({ id }) => id) };
    }
    if (name === "Email/queryChanges") return queryChanges(args);
    if (verb === "get") return get(type, args);
    if (verb === "changes") return changes(type, args);
    if (name === "Email/set") {
      const response = setEmails(args);
      for (const [key, value] of Object.entries(response["created"] as Record<string, Row>))
        createdEmails.set(key, value.id);
      return response;
    }
    if (name === "Identity/set") return setIdentities(args);
    if (name === "EmailSubmission/set") return setSubmissions(args, createdEmails);
    throw new Error("unknownMethod");
  }

  const session: Session = {
    capabilities: {
      "urn:ietf:params:jmap:core": {
        maxSizeUpload: 50_000_000,
        maxConcurrentUpload: 4,
        maxSizeRequest: 10_000_000,
        maxConcurrentRequests: 4,
        maxCallsInRequest: 32,
        maxObjectsInGet: options.maxObjectsInGet ?? 500,
        maxObjectsInSet: 500,
        collationAlgorithms: [],
      },
    },
    accounts: {
      [accountId]: {
        name: "budi.santoso@contoh.go.id",
        isPersonal: true,
        isReadOnly: false,
        accountCapabilities: {
          "urn:ietf:params:jmap:mail": {
            maxMailboxesPerEmail: null,
            maxMailboxDepth: null,
            maxSizeMailboxName: 200,
            maxSizeAttachmentsPerEmail: 50_000_000,
            emailQuerySortOptions: [],
            mayCreateTopLevelMailbox: true,
          },
          "urn:ietf:params:jmap:submission": { maxDelayedSend: options.maxDelayedSend ?? 0, submissionExtensions: {} },
        },
      },
    },
    primaryAccounts: {},
    username: "budi.santoso@contoh.go.id",
    apiUrl: "https://surel.contoh.go.id/jmap/api",
    downloadUrl: "https://surel.contoh.go.id/jmap/download/{accountId}/{blobId}/{name}?type={type}",
    uploadUrl: "https://surel.contoh.go.id/jmap/upload/{accountId}/",
    eventSourceUrl: "https://surel.contoh.go.id/jmap/eventsource/?types={types}&closeafter={closeafter}&ping={ping}",
    state: "0",
  };

  return {
    session,
    accountId,
    requests,
    failures,
    refusals,
    submissions,
    addEmail,
    updateEmail,
    destroyEmail,
    email: (id) => emails.get(id),
    emails: inOrder,
    mailboxId: (role) => [...mailboxes.values()].find((mailbox) => mailbox["role"] === role)!.id,
    states: () => Object.fromEntries(["Mailbox", "Thread", "Email"].map((type) => [type, stateOf(type as Type)])),
    forgetQueries: () => queries.clear(),
    handle(request) {
      requests.push(request);
      const methodResponses: Invocation[] = [];
      const createdEmails = new Map<string, string>();
      for (const [name, args, callId] of request.methodCalls) {
        const resolved = resolveReferences(args, methodResponses);
        try {
          if ("problem" in resolved) throw new Error(resolved.problem.type);
          methodResponses.push([name, call(name, resolved.args, createdEmails), callId]);
        } catch (error) {
          methodResponses.push(["error", { type: (error as Error).message }, callId]);
        }
      }
      return { methodResponses: structuredClone(methodResponses), sessionState: session.state };
    },
  };
}
