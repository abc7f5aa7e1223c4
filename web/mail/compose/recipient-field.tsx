// Recipients as tokens, with suggestions while one types: a combobox after the WAI-ARIA pattern. A comma, Enter or leaving the
// field makes a token; what is pasted may hold many.

import { useId, useRef, useState } from "preact/hooks";

import { parseMailbox } from "../../../standards/address/mailbox.ts";
import { parseAddressList } from "../../../standards/address/parse-address-list.ts";
import type { AddressSuggestion, EmailAddress, MailAccount } from "../../client/types.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../state/mail-app.ts";
import "./recipient-field.css";

export type RecipientFieldProps = {
  label: string;
  account: MailAccount;
  value: readonly EmailAddress[];
  onChange: (value: EmailAddress[]) => void;
  isFocused?: boolean;
};

export function RecipientField({ label, account, value, onChange, isFocused }: RecipientFieldProps) {
  const { t } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<readonly AddressSuggestion[]>([]);
  const [active, setActive] = useState(0);
  const asked = useRef(0);

  const add = (addresses: readonly EmailAddress[]) => {
    const known = new Set(value.map(({ email }) => email.toLowerCase()));
    const fresh = addresses.filter(({ email }) => email !== "" && !known.has(email.toLowerCase()));
    if (input.current) input.current.value = "";
    setFound([]);
    if (fresh.length > 0) onChange([...value, ...fresh]);
  };
  const addTyped = () => {
    const text = input.current?.value.trim() ?? "";
    if (text !== "") add(parseAddressList(text));
  };
  const suggest = async (text: string) => {
    const ask = ++asked.current;
    const suggestions = text.trim().length < 1 ? [] : await account.suggestAddresses(text, 6);
    if (ask !== asked.current) return;
    const chosen = new Set(value.map(({ email }) => email.toLowerCase()));
    setFound(suggestions.filter(({ address }) => !chosen.has(address.email.toLowerCase())));
    setActive(0);
  };
  const choose = (suggestion: AddressSuggestion | undefined) => {
    if (suggestion) add([suggestion.address]);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isEmpty = input.current?.value === "";
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (found.length === 0) return;
      event.preventDefault();
      setActive((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (isEmpty) return;
      if (event.key === "Enter") event.preventDefault();
      if (found.length > 0) choose(found[active]);
      else addTyped();
    } else if (event.key === "Escape" && found.length > 0) {
      event.stopPropagation();
      setFound([]);
    } else if (event.key === "Backspace" && isEmpty && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  return (
    <div class="recipients">
      <label for={id}>{label}</label>
      <div class="recipients-box" onClick={(event) => event.target === event.currentTarget && input.current?.focus()}>
        {value.map((address, index) => (
          <Token
            key={address.email}
            address={address}
            onRemove={() => onChange(value.filter((_, at) => at !== index))}
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
          autofocus={isFocused}
          onInput={(event) => {
            const text = event.currentTarget.value;
            if (/[,;\n]\s*$/.test(text)) addTyped();
            else void suggest(text);
          }}
          onPaste={(event) => {
            const pasted = parseAddressList(event.clipboardData?.getData("text/plain") ?? "");
            if (pasted.length < 2) return;
            event.preventDefault();
            add(pasted);
          }}
          onKeyDown={onKeyDown}
          onBlur={addTyped}
        />
      </div>
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

function Token({ address, onRemove }: { address: EmailAddress; onRemove: () => void }) {
  const { t } = useWords();
  const isValid = parseMailbox(address.email.trim()) !== null;
  const text = address.name || address.email;
  return (
    <span class={isValid ? "token" : "token is-invalid"} title={address.email}>
      {!isValid && <Icon name="warning" size={14} />}
      <span class="truncate">{text}</span>
      <button type="button" aria-label={t.frame.removeRecipient(text)} onClick={onRemove}>
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}
