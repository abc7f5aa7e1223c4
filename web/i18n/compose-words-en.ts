// What composers say from their beginning, in English.

import type { ComposeWords } from "./compose-words.ts";

export const composeWords: ComposeWords = {
  saveState: {
    signedOut: "Session ended: the draft is kept in this browser",
    server: "No answer from the server: the draft is kept in this browser",
    notKept: "The draft is not saved anywhere yet. Copy its text before you close this window.",
  },
  invalidRecipient: (text) => `“${text}” is not a complete e-mail address. Example: name@agency.go.id`,
  invalidRecipients: (count) => `${count} recipients are no complete e-mail addresses; they are marked.`,
  recipient: (name) => `${name}. Press Enter to change, Delete to remove.`,
  incomplete: "incomplete address",
  conflict: {
    openElsewhere:
      "This draft is being written in another window. What you change here is saved as a draft of its own.",
    changedElsewhere:
      "This draft was changed, sent or discarded elsewhere. What you wrote here is saved as a draft of its own.",
  },
  sendFailed: (reason) => `The message was not sent. ${reason}`,
  sendingStill: "The message is still waiting to be sent. Please keep this window open.",
  fileTooLarge: (limit) => `Too large; the limit for one file is ${limit}`,
  fileGone: "The file is no longer on the server. Please attach it again.",
  pictureTooLarge: (limit) => `Pictures above ${limit} are attached as files, not put into the text.`,
  dropFiles: "Drop to attach. Pictures dropped on the text go into the text.",
  noSignature: "You have no e-mail signature yet.",
  makeSignature: "Create Signature",
};
