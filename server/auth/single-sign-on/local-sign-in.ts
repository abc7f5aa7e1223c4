// Whether somebody may still sign in by what is ours (password, passkey), where their organisation has a provider or a directory.

import { readProvider, type DirectoryProvider, type Provider } from "../../organisation/single-sign-on.ts";
import type { Account } from "../../store/accounts.ts";
import type { ReadTx } from "../../store/database.ts";
import { listLinksOf, listProviders, type IdentityLink } from "../../store/identity-providers.ts";

export interface SignInWays {
  /** A password or passkey of ours. */
  local: boolean;
  providers: Provider[];
  directory: DirectoryProvider | undefined;
  links: readonly IdentityLink[];
}

export function readWays(
  account: Pick<Account, "role"> | undefined,
  providers: readonly Provider[],
  links: readonly IdentityLink[],
): SignInWays {
  const directory = providers.find((provider) => provider.kind === "directory");
  const isLinked = links.some(({ providerId }) => providers.some(({ id }) => id === providerId));
  const allows = ({ settings: { localSignIn } }: Provider) =>
    localSignIn === "everyone" || (localSignIn === "unlinked" && !isLinked);
  // Administrators always may: a provider that fails must not shut out those who can mend it.
  const local = account?.role === "administrator" || providers.every(allows);
  return { local, providers: [...providers], directory, links };
}

export async function loadWays(
  tx: ReadTx,
  account: Pick<Account, "id" | "organisationId" | "role">,
): Promise<SignInWays> {
  const providers = (await listProviders(tx, account.organisationId)).map(readProvider);
  return readWays(account, providers, providers.length === 0 ? [] : await listLinksOf(tx, account.id));
}
