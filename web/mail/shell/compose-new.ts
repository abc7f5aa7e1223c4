// "New Message": a composer on the account that is looked at, so that a unit mailbox writes as the unit.

import type { ComposeActions } from "../../client/compose/types.ts";
import type { MailApp } from "../state/mail-app.ts";

export function composeNew(
  { view, client, composeWindows }: MailApp,
  initial?: Parameters<ComposeActions["write"]>[0],
): void {
  const account = view.peek()?.account ?? client.accounts.peek()[0];
  if (!account) return;
  const pending = account.compose().then((compose) => ({ ok: true as const, value: compose.write(initial) }));
  void composeWindows.openWhenReady(account, pending);
}
