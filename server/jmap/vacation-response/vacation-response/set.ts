// VacationResponse/set, RFC 8621 §8.2: the one object is neither made nor destroyed.
import { VACATION_RESPONSE } from "../../../../standards/jmap/capabilities.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import { vacationResponseId, type VacationResponse } from "../../../../standards/jmap/vacation-response.ts";
import { findVacationResponse, saveVacationResponse } from "../../../store/vacation-responses.ts";
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
import { readVacationResponse, settable, toVacationResponse } from "./properties.ts";

export const vacationResponseSet = defineMethod<SetCall>({
  capability: VACATION_RESPONSE,
  right: "write",
  effect: "write",
  arguments: setShape,
  async run(call, args) {
    const run = await beginSet<VacationResponse>(call, args, "vacation");
    const refuse = async () => {
      throw setError("singleton");
    };
    for (const key of Object.keys(args.create ?? {})) await attempt(run.notCreated, key, refuse);
    for (const id of new Set(args.destroy ?? [])) {
      await attempt(run.notDestroyed, id, id === vacationResponseId ? refuse : () => Promise.reject(notFound()));
    }
    for (const [id, patch] of Object.entries(args.update ?? {})) {
      await attempt(run.notUpdated, id, () => update(call, run, id, patch));
    }
    return setResponse(run);
  },
});

async function update(call: MethodCall, run: SetRun<VacationResponse>, id: string, patch: PatchObject): Promise<void> {
  if (id !== vacationResponseId) throw notFound();
  const { accountId } = call.account;
  await changeAccount(call, run, "vacation", async (tx) => {
    const current = await findVacationResponse(tx, accountId);
    if (!current) throw notFound();
    const { patched, properties } = patchObject(toVacationResponse(current), patch, settable);
    if (properties.length > 0) await saveVacationResponse(tx, accountId, readVacationResponse(patched));
    return properties.length > 0;
  });
  run.updated[id] = null;
}
