// How the system speaks to a person about their account. Mail and text messages are above this folder: the composition root
// gives the ways.

import type { AccountId, OrganisationId } from "../base/ids.ts";

export interface SystemMail {
  organisationId: OrganisationId;
  to: string;
  subject: string;
  text: string;
}

export interface Messenger {
  /** To an address outside. Resolves when it is queued. */
  sendMail(mail: SystemMail): Promise<void>;
  /** Into the person's own mailbox, where it is told within the application. */
  tellPerson(notice: SystemMail & { accountId: AccountId }): Promise<void>;
  /** To a mobile number (+62…); absent: there is no gateway, and numbers cannot be used. Rejects when it was not taken. */
  sendText?(message: { number: string; text: string }): Promise<void>;
}
