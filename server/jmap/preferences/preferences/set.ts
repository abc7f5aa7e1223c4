// Preferences/set: the language chosen becomes the account's, so that pages and notices outside the mail application speak it too.
import { PREFERENCES } from "../../../../standards/jmap/capabilities.ts";
import { preferencesId } from "../../../../standards/jmap/preferences.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import type { AccountId } from "../../../base/ids.ts";
import { updateAccountLanguage } from "../../../store/accounts.ts";
import type { WriteTx } from "../../../store/database.ts";
import { findPreferences, savePreferences } from "../../../store/preferences.ts";
import { accountNotSupportedByMethod } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { patchObject, setShape, type SetCall } from "../../standard/set.ts";
import { setSingleton } from "../../standard/singleton-set.ts";
import { preferenceNames, readPreferences, toPreferences } from "./properties.ts";

export const preferencesSet = defineMethod<SetCall>({
  capability: PREFERENCES,
  right: "write",
  effect: "write",
  arguments: setShape,
  async run(call, args) {
    const { accountId, isOwn } = call.account;
    if (!isOwn) throw accountNotSupportedByMethod();
    return setSingleton(call, args, {
      type: "preferences",
      id: preferencesId,
      update: (tx, patch) => update(tx, accountId, patch),
    });
  },
});

async function update(tx: WriteTx, accountId: AccountId, patch: PatchObject): Promise<boolean> {
  const current = toPreferences(await findPreferences(tx, accountId));
  const preferences = readPreferences(patchObject(current, patch, preferenceNames).patched);
  await savePreferences(tx, accountId, preferences);
  if (preferences.locale !== null && preferences.locale !== current.locale) {
    await updateAccountLanguage(tx, accountId, preferences.locale);
  }
  return true;
}
