// Who asks, and of which account: the checks that every route of JMAP begins with.
import type { FastifyRequest } from "fastify";
import type {} from "../../auth/route-access.ts";
import type { Principal } from "../../auth/principal.ts";
import type { Account, AccountAccess } from "../account-access.ts";
import { parseAccountId } from "../ids.ts";
import { problem } from "../request-errors.ts";

/** A program's password may be for other things than JMAP. */
export function callerOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw problem(401, "Not signed in");
  if (principal.via !== "session" && !principal.scopes.includes("jmap")) throw problem(403, "Not for JMAP");
  return principal;
}

/** An account that the caller may not see is answered like one that does not exist. */
export async function accountOf(access: AccountAccess, principal: Principal, id: string): Promise<Account> {
  const account = await access.find(principal, parseAccountId(id));
  if (!account) throw problem(404, "Not found");
  return account;
}
