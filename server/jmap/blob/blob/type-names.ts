// The types whose objects Blob/lookup finds, RFC 9404 §3.

export const blobTypeNames = ["Mailbox", "Thread", "Email"] as const;
