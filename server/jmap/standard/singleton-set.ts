// The /set (RFC 8620 §5.3) of a type with one object for each account, which is neither made nor destroyed.
import type { PatchObject } from "../../../standards/jmap/types.ts";
import type { WriteTx } from "../../store/database.ts";
import type { StateType } from "../../store/mail-account.ts";
import type { MethodCall } from "../method.ts";
import { notFound, setError } from "../set-errors.ts";
import { changeAccount } from "./change-account.ts";
import { attempt, beginSet, setResponse, type SetCall } from "./set.ts";

export type Singleton = {
  type: StateType;
  id: string;
  /** Says whether anything has changed. It may be run again from its start after a deadlock. */
  update(tx: WriteTx, patch: PatchObject): Promise<boolean>;
};

export async function setSingleton(call: MethodCall, args: SetCall, { type, id, update }: Singleton): Promise<object> {
  const run = await beginSet(call, args, type);
  const refuse = async () => {
    throw setError("singleton");
  };
  const refuseMissing = async () => {
    throw notFound();
  };
  for (const key of Object.keys(args.create ?? {})) await attempt(run.notCreated, key, refuse);
  for (const key of new Set(args.destroy)) await attempt(run.notDestroyed, key, key === id ? refuse : refuseMissing);
  for (const [key, patch] of Object.entries(args.update ?? {})) {
    await attempt(run.notUpdated, key, async () => {
      if (key !== id) throw notFound();
      await changeAccount(call, run, type, (tx) => update(tx, patch));
      run.updated[key] = null;
    });
  }
  return setResponse(run);
}
