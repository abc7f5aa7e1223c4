// The roles that mailboxes can be given (RFC 8621 §2). Others of the registry would promise what the store does not do.
import type { MailboxRole } from "../../../store/mail-types.ts";

export const mailboxRoles = ["inbox", "drafts", "sent", "archive", "junk", "trash"] as const satisfies MailboxRole[];
