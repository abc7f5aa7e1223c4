// The pictures of one composer: each that is put into the text becomes a part of the draft, and is found again by its content id.

import { useMemo } from "preact/hooks";

import type { Composer } from "../../client/compose/types.ts";
import type { MailAccount } from "../../client/types.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import type { EditorPictures } from "./editor.tsx";
import { isPicture, MAX_PICTURE_BYTES, newContentId } from "./pictures.ts";
import { useComposeWords } from "./use-compose-words.ts";

export function usePictures(composer: Composer, account: MailAccount): EditorPictures {
  const { toasts } = useMailApp();
  const { f } = useWords();
  const words = useComposeWords();
  return useMemo(
    () => ({
      adopt(file) {
        if (!isPicture(file)) return undefined;
        if (file.size > MAX_PICTURE_BYTES) {
          toasts.show({ text: words.pictureTooLarge(f.size(MAX_PICTURE_BYTES)) });
          return undefined;
        }
        const cid = newContentId();
        composer.attach(file, { name: file.name, cid });
        return cid;
      },
      async load(cid) {
        const part = composer.draft.peek().attachments.find((attachment) => attachment.cid === cid);
        if (!part || part.blobId === null) return undefined;
        const url = account.downloadUrl({ blobId: part.blobId, name: part.name, type: part.type });
        const response = await fetch(url).catch(() => undefined);
        return response?.ok ? response.blob() : undefined;
      },
    }),
    [composer, account, words],
  );
}
