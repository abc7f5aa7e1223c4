// The parts of the application that are fetched when they are first needed, or a moment before.

import { lazy } from "../../ui/lazy.tsx";

export const Conversation = lazy(async () => (await import("../reading/conversation.tsx")).Conversation);
export const MailboxDrawer = lazy(async () => (await import("./mailbox-drawer.tsx")).MailboxDrawer);
export const NoticeLines = lazy(async () => (await import("./notice-lines.tsx")).NoticeLines);
export const Settings = lazy(async () => (await import("../settings/settings-dialog.tsx")).SettingsDialog);
export const ShortcutsDialog = lazy(async () => (await import("../settings/shortcuts-dialog.tsx")).ShortcutsDialog);
export const CommandPalette = lazy(async () => (await import("../settings/command-palette.tsx")).CommandPalette);
export const SearchSuggestions = lazy(async () => (await import("./search-suggestions.tsx")).SearchSuggestions);
