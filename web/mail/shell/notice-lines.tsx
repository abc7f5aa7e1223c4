// Quiet lines above the list: the end of the password, a sign-in from a new device. The sentences come from the server, with the page.

import { useState } from "preact/hooks";

import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { StartNotice } from "../../client/start-data.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./notice-lines.css";

export function NoticeLines() {
  const { start } = useMailApp();
  const [closed, setClosed] = useState<readonly StartNotice[]>([]);
  const shown = (start.notices ?? []).filter((notice) => !closed.includes(notice));
  return (
    <>
      {shown.map((notice) => (
        <NoticeLine key={notice.kind} notice={notice} onClose={() => setClosed([...closed, notice])} />
      ))}
    </>
  );
}

function NoticeLine({ notice, onClose }: { notice: StartNotice; onClose: () => void }) {
  const { t, locale } = useWords();
  const { link, known } = notice;
  const words = notice.words[locale];
  const confirm = async () => {
    onClose();
    // Where it fails, the line is there again with the next page.
    if (known) await Promise.allSettled([fetch(known, { method: "POST", redirect: "manual" })]);
  };
  return (
    <aside class="notice-line" aria-label={t.frame.notices}>
      <Icon name="shield" size={16} />
      <p>
        {words.text} <a href={link}>{words.link}</a>
      </p>
      {known && (
        <button type="button" class="notice-known" onClick={() => void confirm()}>
          {words.known}
        </button>
      )}
      <IconButton icon="close" label={t.actions.close} onClick={onClose} />
    </aside>
  );
}
