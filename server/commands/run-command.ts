// `surel COMMAND`: finds the command and runs it. Results go to standard output, everything else to standard error.

import { pino } from "pino";

import { StartupError } from "../base/errors.ts";
import { createLog } from "../base/log.ts";
import { accountCreate } from "./account-create.ts";
import { accountLink, accountUnlink } from "./account-link.ts";
import { accountList, accountState } from "./account-state.ts";
import { accountResetSecondFactor, accountUnlock } from "./account-help.ts";
import { appPasswordCreate } from "./app-password-create.ts";
import { backup } from "./backup.ts";
import { calendarAdd, calendarImport, calendarShow, calendarWithdraw } from "./calendar.ts";
import { certificateRenew } from "./certificate-renew.ts";
import type { Command, CommandTools } from "./command.ts";
import { dkimShow } from "./dkim-show.ts";
import { doctor } from "./doctor.ts";
import { importMail } from "./import-mail.ts";
import { organisationCreate } from "./organisation-create.ts";
import { organisationPolicy, organisationSet } from "./organisation-policy.ts";
import { organisationLook } from "./organisation-look.ts";
import { restore, restored } from "./restore.ts";
import { singleSignOnRemove, singleSignOnSet, singleSignOnShow, singleSignOnTest } from "./single-sign-on.ts";

const commands: Record<string, Command> = {
  "organisation create": organisationCreate,
  "organisation single-sign-on set": singleSignOnSet,
  "organisation single-sign-on show": singleSignOnShow,
  "organisation single-sign-on test": singleSignOnTest,
  "organisation single-sign-on remove": singleSignOnRemove,
  "organisation policy": organisationPolicy,
  "organisation set": organisationSet,
  "organisation look": organisationLook,
  "account create": accountCreate,
  "account list": accountList,
  "account link": accountLink,
  "account unlink": accountUnlink,
  "account disable": accountState("disabled"),
  "account enable": accountState("active"),
  "account unlock": accountUnlock,
  "account reset-second-factor": accountResetSecondFactor,
  "calendar show": calendarShow,
  "calendar preview": calendarAdd("preview"),
  "calendar add": calendarAdd("add"),
  "calendar import": calendarImport,
  "calendar withdraw": calendarWithdraw,
  "app-password create": appPasswordCreate,
  "import mbox": importMail("mbox"),
  "import maildir": importMail("maildir"),
  "import eml": importMail("eml"),
  "dkim show": dkimShow,
  "certificate renew": certificateRenew,
  backup,
  restore,
  restored,
  doctor,
  help: { usage: "help", run: async (_, { print }) => print(listOf(allUsages())) },
};

/** StartupError when there is no such command, with the usages of those that begin alike, or else of all. */
export function findCommand(words: readonly string[]): { command: Command; rest: string[] } {
  for (const count of [3, 2, 1]) {
    const command = commands[words.slice(0, count).join(" ")];
    if (command) return { command, rest: words.slice(count) };
  }
  const alike = Object.entries(commands).filter(([name]) => name.startsWith(`${words[0]} `));
  const usages = alike.length > 0 ? alike.map(([, { usage }]) => usage) : allUsages();
  const given = words.slice(0, 2).join(" ");
  throw new StartupError(`There is no command "${given}".\nCommands:\n${listOf(usages)}`);
}

export async function runCommand(
  words: string[],
  tools: Pick<CommandTools, "config" | "clock" | "random">,
): Promise<void> {
  const { command, rest } = findCommand(words);
  // Warnings only: what a command has to say is its result.
  const level = tools.config.logLevel === "info" ? "warn" : tools.config.logLevel;
  const log = createLog({ level, destination: pino.destination({ fd: 2, sync: true }) });
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  await command.run(rest, { ...tools, log, print });
}

function listOf(usages: readonly string[]): string {
  return usages.map((one) => `  surel ${one}`).join("\n");
}

function allUsages(): string[] {
  return ["serve [--services http,smtp,queue,jobs]", ...Object.values(commands).map(({ usage }) => usage)];
}
