// VacationResponse/set, RFC 8621 §8.2.
import { VACATION_RESPONSE } from "../../../../standards/jmap/capabilities.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import { vacationResponseId } from "../../../../standards/jmap/vacation-response.ts";
import type { AccountId } from "../../../base/ids.ts";
import type { WriteTx } from "../../../store/database.ts";
import { findVacationResponse, saveVacationResponse } from "../../../store/vacation-responses.ts";
import { defineMethod } from "../../method.ts";
import { notFound } from "../../set-errors.ts";
import { patchObject, setShape, type SetCall } from "../../standard/set.ts";
import { setSingleton } from "../../standard/singleton-set.ts";
import { readVacationResponse, settable, toVacationResponse } from "./properties.ts";

export const vacationResponseSet = defineMethod<SetCall>({
  capability: VACATION_RESPONSE,
  right: "write",
  effect: "write",
  arguments: setShape,
  run: (call, args) =>
    setSingleton(call, args, {
      type: "vacation",
      id: vacationResponseId,
      update: (tx, patch) => update(tx, call.account.accountId, patch),
    }),
});

async function update(tx: WriteTx, accountId: AccountId, patch: PatchObject): Promise<boolean> {
  const current = await findVacationResponse(tx, accountId);
  if (!current) throw notFound();
  const { patched, properties } = patchObject(toVacationResponse(current), patch, settable);
  if (properties.length > 0) await saveVacationResponse(tx, accountId, readVacationResponse(patched));
  return properties.length > 0;
}
