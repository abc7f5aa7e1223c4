// The parts of a composer that not every message needs, fetched when they are first shown.

import { lazy } from "../../ui/lazy.tsx";

export const ComposeNotes = lazy(async () => (await import("./compose-notes.tsx")).ComposeNotes);
export const DraftFiles = lazy(async () => (await import("./draft-files.tsx")).DraftFiles);
export const LinkDialog = lazy(async () => (await import("./link-dialog.tsx")).LinkDialog);
export const SendQuestions = lazy(async () => (await import("./send-questions.tsx")).SendQuestions);
export const SenderField = lazy(async () => (await import("./sender-field.tsx")).SenderField);
export const SignatureHint = lazy(async () => (await import("./signature-hint.tsx")).SignatureHint);

// At hand with the composer, for the network may be gone when they are needed.
for (const part of [ComposeNotes, DraftFiles, LinkDialog, SendQuestions, SenderField]) void part.preload();
void import("./simplify-pasted.ts");
