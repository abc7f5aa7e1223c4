// Recipients as tokens, with suggestions while one types: a combobox after the WAI-ARIA pattern. A comma after an address, Enter or
// leaving the field makes a token; what is pasted may hold many. Tokens are one tab stop with the field: the left arrow reaches them.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import { isRecipient, parseRecipients } from "../../client/compose/parse-recipients.ts";
import type { AddressSuggestion, EmailAddress, MailAccount } from "../../client/types.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../state/mail-app.ts";
import "./recipient-field.css";
import { useComposeWords } from "./use-compose-words.ts";

export type RecipientFieldProps = {
  label: string;
  account: MailAccount;
  value: readonly EmailAddress[];
  onChange: (value: EmailAddress[]) => void;
  isFocused?: boolean;
};

export function RecipientField({ label, account, value, onChange, isFocused }: RecipientFieldProps) {
  const { t } = useWords();
  const words = useComposeWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [found, setFound] = useState<readonly AddressSuggestion[]>([]);
  const [active, setActive] = useState(0);
  const hasMoved = useRef(false);
  const asked = useRef(0);
  const invalid = value.filter(({ email }) => !isRecipient(email));

  useLayoutEffect(() => {
    // The attribute for this works once in the life of a page.
    if (isFocused) input.current?.focus();
  }, []);

  const clear = () => {
    asked.current++;
    if (input.current) input.current.value = "";
    setFound([]);
  };
  const add = (addresses: readonly EmailAddress[]) => {
    const known = new Set(value.map(({ email }) => email.toLowerCase()));
    const fresh = addresses.filter(({ email }) => {
      const key = email.toLowerCase();
      return key !== "" && !known.has(key) && known.add(key);
    });
    clear();
    if (fresh.length > 0) onChange([...value, ...fresh]);
  };
  const addTyped = () => {
    const text = input.current?.value.trim() ?? "";
    if (text !== "") add(parseRecipients(text));
  };
  const suggest = async (text: string) => {
    const ask = ++asked.current;
    const suggestions = text.trim().length < 1 ? [] : await account.suggestAddresses(text, 6);
    if (ask !== asked.current) return;
    const chosen = new Set(value.map(({ email }) => email.toLowerCase()));
    setFound(suggestions.filter(({ address }) => !chosen.has(address.email.toLowerCase())));
    setActive(0);
    hasMoved.current = false;
  };
  const choose = (suggestion: AddressSuggestion | undefined) => {
    if (suggestion) add([suggestion.address]);
    input.current?.focus();
  };
  const remove = (index: number) => {
    onChange(value.filter((_, at) => at !== index));
    input.current?.focus();
  };
  const edit = (index: number) => {
    const address = value[index];
    if (!address || !input.current) return;
    onChange(value.filter((_, at) => at !== index));
    input.current.value = address.name ? `"${address.name.replaceAll('"', "")}" <${address.email}>` : address.email;
    input.current.focus();
  };
  const focusToken = (index: number) => {
    const tokens = box.current?.querySelectorAll<HTMLElement>(".token-name");
    if (tokens && index >= tokens.length) input.current?.focus();
    else tokens?.[Math.max(0, index)]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const typed = input.current?.value ?? "";
    const isAtStart = input.current?.selectionStart === 0 && input.current.selectionEnd === 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (found.length === 0) return;
      event.preventDefault();
      hasMoved.current = true;
      setActive((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (typed === "") return;
      if (event.key === "Enter") event.preventDefault();
      // A complete address is meant as it was typed, whatever else begins like it; and nothing is sent to a guess.
      const isSending = event.ctrlKey || event.metaKey;
      if (found.length > 0 && (hasMoved.current || !(isRecipient(typed) || isSending))) choose(found[active]);
      else addTyped();
    } else if (event.key === "Escape" && found.length > 0) {
      event.stopPropagation();
      setFound([]);
    } else if ((event.key === "Backspace" || event.key === "ArrowLeft") && isAtStart && value.length > 0) {
      event.preventDefault();
      focusToken(value.length - 1);
    }
  };
  return (
    <div class="recipients">
      <label for={id}>{label}</label>
      <div
        ref={box}
        class="recipients-box"
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
      >
        {value.map((address, index) => (
          <Token
            key={address.email}
            address={address}
            onRemove={() => remove(index)}
            onEdit={() => edit(index)}
            onMove={(by) => focusToken(index + by)}
          />
        ))}
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="email"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
          aria-invalid={invalid.length > 0}
          aria-describedby={invalid.length > 0 ? `${id}-invalid` : undefined}
          onInput={(event) => {
            const text = event.currentTarget.value;
            if (endsAddress(text)) addTyped();
            else void suggest(text);
          }}
          onPaste={(event) => {
            const text = event.clipboardData?.getData("text/plain") ?? "";
            const pasted = parseRecipients(text);
            if (pasted.length < 2 && !pasted.every(({ email }) => isRecipient(email))) return;
            if (input.current?.value !== "") return;
            event.preventDefault();
            add(pasted);
          }}
          onKeyDown={onKeyDown}
          onBlur={addTyped}
        />
      </div>
      {invalid[0] && (
        <p id={`${id}-invalid`} class="recipients-invalid" role="alert">
          {invalid.length === 1 ? words.invalidRecipient(invalid[0].email) : words.invalidRecipients(invalid.length)}
        </p>
      )}
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t.frame.suggestions}
        class="suggestions"
        hidden={found.length === 0}
      >
        {found.map((suggestion, index) => (
          <li
            key={suggestion.address.email}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(suggestion);
            }}
          >
            <Avatar
              name={suggestion.address.name || suggestion.address.email}
              seed={suggestion.address.email}
              size="small"
            />
            <span class="truncate">
              {suggestion.address.name && <strong>{suggestion.address.name} </strong>}
              <span class="suggestion-address">{suggestion.address.email}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A comma or semicolon ends an address; within a name that is still being typed it is a part of it. */
function endsAddress(text: string): boolean {
  if (!/[,;]\s*$/.test(text)) return false;
  const isInQuotes = (text.split('"').length - 1) % 2 === 1;
  return !isInQuotes && text.includes("@");
}

type TokenProps = { address: EmailAddress; onRemove: () => void; onEdit: () => void; onMove: (by: number) => void };

function Token({ address, onRemove, onEdit, onMove }: TokenProps) {
  const { t } = useWords();
  const words = useComposeWords();
  const isValid = isRecipient(address.email);
  const text = address.name || address.email;
  const spoken = [text, text === address.email ? "" : address.email, isValid ? "" : words.incomplete];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else if (event.key === "ArrowLeft") onMove(-1);
    else if (event.key === "ArrowRight") onMove(1);
    else return;
    event.preventDefault();
  };
  return (
    <span class={isValid ? "token" : "token is-invalid"}>
      {!isValid && <Icon name="warning" size={14} />}
      <button
        type="button"
        class="token-name truncate"
        tabIndex={-1}
        title={address.email}
        aria-label={words.recipient(spoken.filter(Boolean).join(", "))}
        onClick={onEdit}
        onKeyDown={onKeyDown}
      >
        {text}
      </button>
      <button
        type="button"
        class="token-remove"
        tabIndex={-1}
        aria-label={t.frame.removeRecipient(text)}
        onClick={onRemove}
      >
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}
