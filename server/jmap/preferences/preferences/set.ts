// Preferences/set: a /set (RFC 8620 §5.3) of the one object, which is neither made nor destroyed. The language chosen becomes the
// account's, so that pages and notices outside the mail application speak it too.
import { PREFERENCES } from "../../../../standards/jmap/capabilities.ts";
import { preferencesId, type PreferencesObject } from "../../../../standards/jmap/preferences.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import { updateAccountLanguage } from "../../../store/accounts.ts";
import { findPreferences, savePreferences } from "../../../store/preferences.ts";
import { accountNotSupportedByMethod } from "../../method-errors.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { notFound, setError } from "../../set-errors.ts";
import {
  attempt,
  beginSet,
  patchObject,
  setResponse,
  setShape,
  type SetCall,
  type SetRun,
} from "../../standard/set.ts";
import { changeAccount } from "../../submission/change-account.ts";
import { preferenceNames, readPreferences, toPreferences } from "./properties.ts";

export const preferencesSet = defineMethod<SetCall>({
  capability: PREFERENCES,
  right: "write",
  effect: "write",
  arguments: setShape,
  async run(call, args) {
    if (!call.account.isOwn) throw accountNotSupportedByMethod();
    const run = await beginSet<PreferencesObject>(call, args, "preferences");
    const refuse = async () => {
      throw setError("singleton");
    };
    for (const key of Object.keys(args.create ?? {})) await attempt(run.notCreated, key, refuse);
    for (const id of args.destroy ?? []) {
      await attempt(run.notDestroyed, id, id === preferencesId ? refuse : () => Promise.reject(notFound()));
    }
    for (const [id, patch] of Object.entries(args.update ?? {})) {
      await attempt(run.notUpdated, id, () => update(call, run, id, patch));
    }
    return setResponse(run);
  },
});

async function update(call: MethodCall, run: SetRun<PreferencesObject>, id: string, patch: PatchObject): Promise<void> {
  if (id !== preferencesId) throw notFound();
  const { accountId } = call.account;
  await changeAccount(call, run, "preferences", async (tx) => {
    const current = toPreferences(await findPreferences(tx, accountId));
    const preferences = readPreferences(patchObject(current, patch, preferenceNames).patched);
    await savePreferences(tx, accountId, preferences);
    if (preferences.locale !== null && preferences.locale !== current.locale) {
      await updateAccountLanguage(tx, accountId, preferences.locale);
    }
    return true;
  });
  run.updated[id] = null;
}
