// A conversation in the results of a search, with the words marked by which it was found.

import { useComputed, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

import type { FoundText, Snippets } from "../../client/search/snippets.ts";
import type { EmailFilter, MailAccount } from "../../client/types.ts";
import type { LoadedRowProps } from "./conversation-row.tsx";
import "./found-row.css";

/** `as`: the row of any list. */
export type FoundRowProps = LoadedRowProps & { search: EmailFilter; as: ComponentType<LoadedRowProps> };

/** Characters. */
const BEFORE_MATCH = 22;

/** One for all rows of a search. */
const known = new WeakMap<EmailFilter, Promise<Snippets>>();

export function FoundRow({ search, as: LoadedRow, ...props }: FoundRowProps) {
  const { account, row } = props;
  const snippets = useSignal<Snippets | undefined>(undefined);
  useEffect(() => void snippetsOf(account, search).then((loaded) => (snippets.value = loaded)), [account, search]);
  const found = useComputed(() => snippets.value?.read(row.emailId).value).value;
  return <LoadedRow {...props} subject={mark(found?.subject)} preview={mark(found?.preview && near(found.preview))} />;
}

function snippetsOf(account: MailAccount, search: EmailFilter): Promise<Snippets> {
  const loading = known.get(search) ?? account.snippets(search);
  known.set(search, loading);
  return loading;
}

/** A row has room for a few words: they begin shortly before what was found. */
function near(text: FoundText): FoundText {
  const [first, ...others] = text;
  if (!first || first.isMatch || first.text.length <= BEFORE_MATCH) return text;
  const from = first.text.indexOf(" ", first.text.length - BEFORE_MATCH);
  return [
    { text: `…${first.text.slice(Math.max(from, first.text.length - BEFORE_MATCH))}`, isMatch: false },
    ...others,
  ];
}

function mark(found: FoundText | null | undefined) {
  return found?.map(({ text, isMatch }, index) => (isMatch ? <mark key={index}>{text}</mark> : text));
}
