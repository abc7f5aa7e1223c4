// A file: its kind by its colour and letters, its name, its size, and what a click does with it.

import type { ComponentChildren } from "preact";

import "./file-card.css";
import { Icon } from "./icon.tsx";

export type FileCardProps = {
  name: string;
  type: string;
  detail: string;
  /** Absent: the card does nothing itself. */
  href?: string | undefined;
  actionLabel?: string;
  /** Present: a click on the card opens it, and saving has a button of its own. */
  onOpen?: () => void;
  openLabel?: string;
  /** The pointer or the focus has come near. */
  onNear?: () => void;
  /** 0 to 1 while it is on its way. */
  progress?: number | undefined;
  isFailed?: boolean;
  children?: ComponentChildren;
};

export function FileCard(props: FileCardProps) {
  const { name, type, detail, href, actionLabel, openLabel, onOpen, onNear, progress, isFailed, children } = props;
  const label = `${actionLabel ?? ""} ${name}, ${detail}`.trim();
  const kind = kindOf(name, type);
  const content = (
    <>
      <span class={`file-kind file-kind-${kind.family}`} aria-hidden="true">
        {kind.letters}
      </span>
      <span class="file-words">
        <span class="file-name">{name}</span>
        <span class="file-detail" role={isFailed ? "alert" : undefined}>
          {detail}
        </span>
        {progress !== undefined && progress < 1 && <progress max={1} value={progress} aria-label={name} />}
      </span>
      {href && !onOpen && <Icon name="download" size={18} />}
    </>
  );
  return (
    <div class={isFailed ? "file-card is-failed" : "file-card"}>
      {onOpen ? (
        <>
          <button type="button" class="file-open" onPointerEnter={onNear} onFocus={onNear} onClick={onOpen}>
            <span class="visually-hidden">{openLabel} </span>
            {content}
          </button>
          {href && (
            <a class="icon-button" href={href} download={name} aria-label={label} data-tip={actionLabel}>
              <Icon name="download" size={18} />
            </a>
          )}
        </>
      ) : href ? (
        <a href={href} download={name} aria-label={label}>
          {content}
        </a>
      ) : (
        <div class="file-still">{content}</div>
      )}
      {children}
    </div>
  );
}

type Kind = {
  family: "document" | "sheet" | "slides" | "pdf" | "picture" | "archive" | "mail" | "other";
  letters: string;
};

const FAMILIES: readonly [RegExp, Kind["family"]][] = [
  [/pdf/, "pdf"],
  [/^image\//, "picture"],
  [/spreadsheet|excel|csv|\bxlsx?$/, "sheet"],
  [/presentation|powerpoint|\bpptx?$/, "slides"],
  [/word|opendocument\.text|rtf|^text\/|\bdocx?$/, "document"],
  [/zip|compressed|x-tar|rar|7z/, "archive"],
  [/rfc822/, "mail"],
];

export function kindOf(name: string, type: string): Kind {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? "";
  const subject = `${type.toLowerCase()} ${extension.toLowerCase()}`;
  const family = FAMILIES.find(([pattern]) => pattern.test(subject))?.[1] ?? "other";
  return { family, letters: (extension || type.split("/")[1] || "").slice(0, 4).toUpperCase() };
}
