// The automatic answer of an account (VacationResponse, RFC 8621 §8): read when its form is opened, saved as a whole.
import type { GetResponse, SetResponse } from "../../../standards/jmap/methods.ts";
import { vacationResponseId, type VacationResponse } from "../../../standards/jmap/vacation-response.ts";
import type { Batch } from "../batch.ts";
import { outcomeOf, refused, RequestFailure } from "../failure.ts";
import type { Outcome } from "../types.ts";

export type Vacation = Omit<VacationResponse, "id">;

export type VacationActions = {
  load(): Promise<Outcome<Vacation>>;
  save(vacation: Vacation): Promise<Outcome>;
};

export function createVacation({ batch, accountId }: { batch: Batch; accountId: string }): VacationActions {
  return {
    load: () =>
      outcomeOf(async () => {
        const answers = await batch.send([["VacationResponse/get", { accountId, ids: null }, "v"]]);
        const [response] = answers.get<GetResponse<VacationResponse>>("v").list;
        if (!response) throw new RequestFailure({ kind: "method", type: "notFound", description: null });
        const { id: _, ...vacation } = response;
        return vacation;
      }),
    save: (vacation) =>
      outcomeOf(async () => {
        const update = { [vacationResponseId]: vacation };
        const answers = await batch.send([["VacationResponse/set", { accountId, update }, "v"]]);
        const refusal = answers.get<SetResponse<VacationResponse>>("v").notUpdated?.[vacationResponseId];
        if (refusal) throw new RequestFailure(refused(refusal));
      }),
  };
}
