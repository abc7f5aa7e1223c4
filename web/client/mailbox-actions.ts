// Creating, renaming, moving and destroying mailboxes (RFC 8621 §2.5): shown when the server agreed, for it alone knows whether
// a name is free and a mailbox empty. Never repeated: a mailbox made by a lost answer would refuse the name to itself.
import type { SetError } from "../../standards/jmap/errors.ts";
import type { SetResponse } from "../../standards/jmap/methods.ts";
import type { Batch } from "./batch.ts";
import { outcomeOf, refused, RequestFailure } from "./failure.ts";
import type { Mailbox, MailboxActions } from "./types.ts";

export type MailboxActionsOptions = { accountId: string; batch: Batch; sync: () => Promise<void> };

export function createMailboxActions({ accountId, batch, sync }: MailboxActionsOptions): MailboxActions {
  async function set(args: Record<string, unknown>): Promise<SetResponse<Mailbox>> {
    const answers = await batch.send([["Mailbox/set", { accountId, ...args }, "s"]], "never");
    const response = answers.get<SetResponse<Mailbox>>("s");
    const refusals: Record<string, SetError> = {
      ...response.notCreated,
      ...response.notUpdated,
      ...response.notDestroyed,
    };
    for (const refusal of Object.values(refusals)) throw new RequestFailure(refused(refusal));
    await sync();
    return response;
  }

  const update = (id: string, patch: Partial<Mailbox>) =>
    outcomeOf(async () => void (await set({ update: { [id]: patch } })));

  return {
    create: ({ name, parentId }) =>
      outcomeOf(async () => {
        const response = await set({ create: { new: { name, parentId } } });
        const id = response.created?.["new"]?.id;
        if (id === undefined) throw new RequestFailure({ kind: "server", status: 0 });
        return id;
      }),
    rename: (id, name) => update(id, { name }),
    reparent: (id, parentId) => update(id, { parentId }),
    destroy: (id, { withEmails }) =>
      outcomeOf(async () => void (await set({ destroy: [id], onDestroyRemoveEmails: withEmails }))),
  };
}
