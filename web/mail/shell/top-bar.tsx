// The bar above everything: the organisation, the search box, the settings and the account.

import { IconButton } from "../../ui/button.tsx";
import { home } from "../state/routes.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Link } from "./link.tsx";
import { SearchBox } from "./search-box.tsx";
import "./top-bar.css";

export function TopBar() {
  const app = useMailApp();
  const { t } = useWords();
  const isPhone = app.layout.value.room === "phone";
  const { organisation } = app.start;
  return (
    <header class="top-bar">
      {isPhone && (
        <IconButton
          icon="menu"
          label={t.frame.openMailboxes}
          aria-expanded={app.overlay.value === "mailboxes"}
          onClick={() => (app.overlay.value = "mailboxes")}
        />
      )}
      <Link route={home} class="organisation" label={isPhone ? organisation.name : undefined}>
        <img class="organisation-mark" src={organisation.icon} width="32" height="32" alt="" />
        {!isPhone && <span class="organisation-name truncate">{organisation.name}</span>}
      </Link>
      <SearchBox />
      <div class="top-bar-end">
        <IconButton icon="gear" label={t.account.settings} onClick={() => (app.overlay.value = "settings")} />
        <AccountMenu />
      </div>
    </header>
  );
}
