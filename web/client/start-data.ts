// What comes with the first signed-in page, so that the first screen is painted without asking.
import type { Locale, Preferences } from "../../standards/jmap/preferences.ts";
import type { Invocation } from "../../standards/jmap/request.ts";
import type { Session } from "../../standards/jmap/session.ts";

/** A quiet line above the list, in every language of the interface. */
export type StartNotice = {
  readonly kind: "password" | "newDevice" | "storage";
  readonly words: Readonly<Record<Locale, { readonly text: string; readonly link: string; readonly known?: string }>>;
  /** Where more is told. */
  readonly link: string;
  /** What is posted by who knows it already. */
  readonly known?: string;
};

export type StartData = {
  readonly session: Session;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly organisation: { readonly name: string; readonly domain: string; /** Its address. */ readonly icon: string };
  readonly user: {
    readonly accountId: string;
    readonly address: string;
    readonly name: string;
    readonly unit: string | null;
    readonly role: string;
  };
  /** What a notice of new mail may say; absent: sender and subject. */
  readonly noticeContent?: "subject" | "sender" | "none";
  /** Others use this computer: nothing of the person may stay in the browser. */
  readonly isPublicComputer?: boolean;
  readonly notices?: readonly StartNotice[];
  /** Absent where the server keeps none. */
  readonly preferences?: { readonly state: string; readonly value: Partial<Preferences> } | null;
  readonly first: {
    readonly accountId: string;
    readonly mailboxId: string;
    readonly sessionState: string;
    readonly methodResponses: readonly Invocation[];
  } | null;
};
