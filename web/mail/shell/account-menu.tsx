// The menu at the top right: who one is, and the way out.

import { Avatar } from "../../ui/avatar.tsx";
import { MenuButton } from "../../ui/menu-button.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./account-menu.css";
import { signOut } from "./sign-out.ts";

// Who may open the service desk's pages; the server decides again.
const deskRoles: ReadonlySet<string> = new Set(["administrator", "service-desk"]);

export function AccountMenu() {
  const app = useMailApp();
  const { t } = useWords();
  const { user } = app.start;
  const name = user.name || user.address;
  return (
    <MenuButton
      class="account-button"
      label={`${t.account.menu}: ${name}`}
      header={
        <div class="account-card">
          <Avatar name={name} seed={user.address} />
          <div>
            <p class="account-name">{name}</p>
            <p class="account-detail">{user.address}</p>
            {user.unit && <p class="account-detail">{user.unit}</p>}
          </div>
        </div>
      }
      items={[
        { label: t.account.settings, icon: "gear", onSelect: () => (app.overlay.value = "settings") },
        { label: t.account.security, icon: "shield", onSelect: () => location.assign("/account/security") },
        ...(deskRoles.has(user.role)
          ? [{ label: t.account.desk, icon: "user" as const, onSelect: () => location.assign("/admin/") }]
          : []),
        {
          label: t.frame.shortcuts,
          icon: "keyboard",
          shortcut: "?",
          onSelect: () => (app.overlay.value = "shortcuts"),
        },
        { kind: "divider" },
        { label: t.account.signOut, icon: "sign-out", onSelect: () => void signOut(app) },
      ]}
    >
      <Avatar name={name} seed={user.address} size="small" />
    </MenuButton>
  );
}
