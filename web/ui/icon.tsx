// One icon of the sprite. Decorative: what it means is said by the text or the label of what it stands in.

import { sprite } from "./sprite.ts";

export type IconName =
  | "inbox"
  | "sent"
  | "draft"
  | "archive"
  | "spam"
  | "trash"
  | "folder"
  | "label"
  | "star"
  | "star-filled"
  | "search"
  | "gear"
  | "compose"
  | "reply"
  | "reply-all"
  | "forward"
  | "attachment"
  | "close"
  | "back"
  | "up"
  | "down"
  | "right"
  | "more"
  | "menu"
  | "check"
  | "minus"
  | "plus"
  | "unread"
  | "read"
  | "move"
  | "download"
  | "print"
  | "file"
  | "image"
  | "shield"
  | "warning"
  | "external"
  | "user"
  | "building"
  | "sign-out"
  | "keyboard"
  | "sun"
  | "bold"
  | "italic"
  | "underline"
  | "list"
  | "list-numbered"
  | "quote"
  | "link"
  | "clear-format"
  | "expand"
  | "offline"
  | "help"
  | "refresh"
  | "tick-read";

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} aria-hidden="true" focusable="false">
      <use href={sprite.symbols + name} />
    </svg>
  );
}
