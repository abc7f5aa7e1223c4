// `surel import`: mail of another system into an account. Prints how many came in; what is there already stays as it is.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { asDate, asReceivedAt, messageHeader } from "../../standards/mime/header-forms.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import type { ParsedMessage } from "../../standards/mime/types.ts";
import { StartupError, whyUnreadable } from "../base/errors.ts";
import type { AccountId, MailboxId } from "../base/ids.ts";
import { MAX_MESSAGE_BYTES } from "../base/limits.ts";
import { createMailbox } from "../mail/change-mailboxes.ts";
import { importEmails, type EmailImport } from "../mail/import-email.ts";
import type { Mail } from "../mail/mail.ts";
import { listMailboxes } from "../store/mailboxes.ts";
import { requireAccount } from "./account-state.ts";
import type { Command, CommandTools } from "./command.ts";
import { readMaildir } from "./read-maildir.ts";
import { readMbox, type MboxMessage } from "./read-mbox.ts";
import { readWords } from "./read-words.ts";
import { withMail } from "./with-store.ts";

const BATCH_MESSAGES = 100;
const BATCH_BYTES = 16 * 1024 * 1024;

const readers = {
  mbox: readMbox,
  maildir: readMaildir,
  eml: readFiles,
} satisfies Record<string, (path: string, onTooLarge: () => void) => AsyncIterable<MboxMessage>>;

export function importMail(form: keyof typeof readers): Command {
  const usage = `import ${form} PATH --to ADDRESS [--mailbox NAME]`;
  return {
    usage,
    async run(words, tools) {
      const given = readWords(words, { usage, positions: ["PATH"], options: ["to", "mailbox"] });
      const { PATH: path, to } = given;
      if (to === undefined) throw new StartupError(`--to is missing.\nUsage: surel ${usage}`);
      await stat(path).catch((error: unknown) => {
        throw new StartupError(`${path} cannot be read: ${whyUnreadable(error)}.`, { cause: error });
      });
      let tooLarge = 0;
      const messages = readers[form](path, () => tooLarge++);
      await withMail(tools, async (mail) => {
        const { id: accountId, organisationId, address } = await mail.db.read((tx) => requireAccount(tx, to));
        const journal = { organisationId, mailFrom: null, recipients: [address] };
        const mailboxId = await findMailbox(mail, accountId, given.mailbox);
        const count = await importAll(messages, { mail, accountId, mailboxId, journal, tools });
        tools.print(String(count));
      });
      if (tooLarge > 0) tools.log.warn({ tooLarge }, "messages above the limit of size were left out");
    },
  };
}

interface Target {
  mail: Mail;
  accountId: AccountId;
  mailboxId: MailboxId;
  journal: EmailImport["journal"];
  tools: CommandTools;
}

async function importAll(messages: AsyncIterable<MboxMessage>, target: Target): Promise<number> {
  let count = 0;
  let batch: MboxMessage[] = [];
  let octets = 0;
  for await (const message of messages) {
    batch.push(message);
    octets += message.raw.length;
    if (batch.length < BATCH_MESSAGES && octets < BATCH_BYTES) continue;
    count += await importBatch(batch, target);
    batch = [];
    octets = 0;
  }
  return count + (batch.length > 0 ? await importBatch(batch, target) : 0);
}

async function importBatch(
  batch: readonly MboxMessage[],
  { mail, accountId, mailboxId, journal, tools }: Target,
): Promise<number> {
  // Of what nothing is known, as read: it is old mail.
  const imports = batch.map(({ raw, receivedAt, keywords = ["$seen"] }) => ({
    message: raw,
    mailboxIds: [mailboxId],
    keywords,
    receivedAt: receivedAt ?? dateOf(parseMessage(raw)) ?? new Date(tools.clock.now()),
    duplicates: "refuse" as const,
    journal,
  }));
  const done = await importEmails(mail, accountId, imports);
  if (done.outcome !== "done") throw new Error("an import without a condition was refused for its state");
  let count = 0;
  for (const result of done.results) {
    if (!("failure" in result)) count += 1;
    else if (result.failure !== "alreadyExists") throw new StartupError(`The import stopped: ${result.failure}.`);
  }
  return count;
}

/** By role or by name without regard to case; made when there is none. The inbox when nothing is asked for. */
async function findMailbox(mail: Mail, accountId: AccountId, name = "inbox"): Promise<MailboxId> {
  const mailboxes = await mail.db.read((tx) => listMailboxes(tx, accountId));
  const wanted = name.toLowerCase();
  const found = mailboxes.find((mailbox) => mailbox.role === wanted || mailbox.name.toLowerCase() === wanted);
  if (found) return found.id;
  const made = await createMailbox(mail, accountId, { name });
  if (made.outcome !== "done" || "failure" in made.result)
    throw new StartupError(`The mailbox "${name}" cannot be made.`);
  return made.result.id;
}

/** One file, or all .eml files of a folder and below, by name. */
async function* readFiles(path: string, onTooLarge: () => void): AsyncGenerator<MboxMessage> {
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder
    ? (await readdir(path, { recursive: true })).filter((name) => /\.eml$/i.test(name)).sort()
    : [""];
  for (const name of names) {
    const file = join(path, name);
    if ((await stat(file)).size > MAX_MESSAGE_BYTES) onTooLarge();
    else yield { raw: await readFile(file) };
  }
}

/** What the message itself says of when it came, or else of when it was written. */
function dateOf(message: ParsedMessage): Date | undefined {
  const value = messageHeader(message, "date");
  const sentAt = value && asDate(value);
  return asReceivedAt(message) ?? (sentAt ? new Date(sentAt) : undefined);
}
