// Buttons: with words, or an icon whose words are its name and its tooltip.

import type { ComponentChildren, JSX, Ref } from "preact";

import "./button.css";
import { Icon, type IconName } from "./icon.tsx";

type ButtonAttributes = Omit<JSX.IntrinsicElements["button"], "size" | "icon" | "ref" | "class"> & { class?: string };

export type ButtonProps = ButtonAttributes & {
  /** "primary" once on a screen; "danger" for what cannot be undone. */
  variant?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  children: ComponentChildren;
  buttonRef?: Ref<HTMLButtonElement>;
};

export function Button({ variant = "plain", icon, children, buttonRef, ...attributes }: ButtonProps) {
  return (
    <button type="button" {...attributes} ref={buttonRef} class={`button button-${variant} ${attributes.class ?? ""}`}>
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  );
}

export type IconButtonProps = ButtonAttributes & {
  icon: IconName;
  label: string;
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string | undefined;
  size?: number;
  buttonRef?: Ref<HTMLButtonElement>;
};

export function IconButton({ icon, label, shortcut, size = 20, buttonRef, ...attributes }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-tip-key={shortcut}
      {...attributes}
      ref={buttonRef}
      class={`icon-button ${attributes.class ?? ""}`}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
