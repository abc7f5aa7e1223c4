// `surel account link`, `account unlink`: an administrator says which identity of the organisation's provider or directory is whose.

import { openDirectory } from "../base/directory-server.ts";
import { messageOf, StartupError } from "../base/errors.ts";
import {
  bindToSearch,
  findEntry,
  identityOf,
  openProviderDirectory,
} from "../auth/single-sign-on/directory-password.ts";
import { linkByCommand, unlinkByCommand } from "../auth/single-sign-on/link-identity.ts";
import { readProvider, type DirectoryProvider, type Provider } from "../organisation/single-sign-on.ts";
import { listProviders } from "../store/identity-providers.ts";
import { requireAccount } from "./account-state.ts";
import type { Command, CommandTools } from "./command.ts";
import { readWords } from "./read-words.ts";
import { openSecrets } from "./single-sign-on.ts";
import { withDatabase } from "./with-store.ts";

export const accountLink: Command = {
  usage: "account link ADDRESS (--subject ID [--kind openid|directory] | --directory-name NAME)",
  async run(words, tools) {
    const options = ["subject", "kind", "directory-name"] as const;
    const read = readWords(words, { usage: this.usage, positions: ["ADDRESS"], options });
    const { ADDRESS: address, subject, "directory-name": directoryName } = read;
    if ((subject === undefined) === (directoryName === undefined)) {
      throw new StartupError(`Usage: surel ${this.usage}`);
    }
    await withDatabase(tools, async (db) => {
      const { account, providers } = await db.read(async (tx) => {
        const found = await requireAccount(tx, address);
        return { account: found, providers: (await listProviders(tx, found.organisationId)).map(readProvider) };
      });
      if (account.kind !== "person") throw new StartupError(`${address} is a unit mailbox: nobody signs in to it.`);
      const kind = directoryName === undefined ? read.kind : "directory";
      const fitting = providers.filter((one) => kind === undefined || one.kind === kind);
      const [provider, other] = fitting;
      if (!provider) throw new StartupError("The organisation of this account has no such provider.");
      if (other)
        throw new StartupError("The organisation has a provider and a directory: say --kind openid or directory.");
      const identity =
        directoryName === undefined
          ? { issuer: issuerOf(provider), subject: subject ?? "" }
          : await findIdentity(tools, provider as DirectoryProvider, directoryName);
      if (identity.subject === "") throw new StartupError("The identity is empty.");
      const now = new Date(tools.clock.now());
      const linked = await db.write((tx) => linkByCommand(tx, { account, provider, identity, now }));
      if (!linked) {
        throw new StartupError("The identity is linked already, or the account has another: unlink it first.");
      }
      tools.print([account.address, provider.name, identity.subject].join("\t"));
    });
  },
};

export const accountUnlink: Command = {
  usage: "account unlink ADDRESS",
  async run(words, tools) {
    const { ADDRESS: address } = readWords(words, { usage: this.usage, positions: ["ADDRESS"] });
    const removed = await withDatabase(tools, (db) =>
      db.write(async (tx) => {
        const account = await requireAccount(tx, address);
        return unlinkByCommand(tx, { account, now: new Date(tools.clock.now()) });
      }),
    );
    tools.print(`${address}\t${removed} removed`);
  },
};

/** As the provider itself is going to say it. */
function issuerOf(provider: Provider): string {
  return provider.kind === "openid" ? provider.settings.issuer : provider.settings.idAttribute.toLowerCase();
}

async function findIdentity(
  tools: CommandTools,
  provider: DirectoryProvider,
  name: string,
): Promise<{ issuer: string; subject: string }> {
  if (provider.settings.searchAs === undefined) {
    throw new StartupError("This directory is not searched: give the id of the entry with --subject.");
  }
  try {
    await using connection = await openProviderDirectory({ openDirectory }, provider);
    await bindToSearch({ secrets: await openSecrets(tools) }, connection, provider);
    const entry = await findEntry(connection, provider, { username: name, subject: undefined, loginName: undefined });
    const identity = entry && identityOf(provider, entry);
    if (!identity) throw new StartupError(`The directory has no entry ${name}, or more than one.`);
    return identity;
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`The directory cannot be asked: ${messageOf(error)}.`, { cause: error });
  }
}
