// The verbs on emails and conversations: planned from what is shown, applied at once, with the inverse kept for undo.
import { signal } from "@preact/signals-core";
import type { Batch } from "../batch.ts";
import { failureOf } from "../failure.ts";
import type { MailStore } from "../mail-store.ts";
import type { Action, Actions, ActionVerb, Failure, Outcome, Selection } from "../types.ts";
import type { Applied, Committer } from "./commit.ts";
import { invertPatch, type EmailChange } from "./email-patch.ts";
import { planAction, type ActionInput, type MailboxIdsByRole } from "./plan-action.ts";
import { loadSelection, selectLoaded, selectMatching, type SelectedGroup } from "./select-emails.ts";
import type { UndoLog } from "./undo-log.ts";

export type ActionsOptions = {
  store: MailStore;
  batch: Batch;
  committer: Committer;
  undoLog: UndoLog;
  nextActionId: () => number;
  onFailure: (failed: { action: Action; failure: Failure }) => void;
};

type ActionDetail = Pick<ActionInput, "targetId" | "keyword"> & { isAutomatic?: boolean };

const succeeded: Outcome = { ok: true, value: undefined };

export function createActions(options: ActionsOptions): Actions {
  const { store, batch, committer, undoLog } = options;

  function act(verb: ActionVerb, selection: Selection, extra: ActionDetail = {}): Action {
    const count = signal(0);
    const state = signal<"committing" | "committed" | "failed" | "undone">("committing");
    const input: ActionInput = { verb, mailboxId: selection.mailboxId, roles: rolesOf(store), ...extra };
    const inverse: EmailChange[] = [];
    const applied: Applied[] = [];
    let undoing: Promise<Outcome> | undefined;
    let hasDestroyed = false;

    function apply(groups: readonly SelectedGroup[]): Promise<Outcome> {
      const changes: EmailChange[] = [];
      for (const group of groups) {
        const planned = planAction(group.emails, group.isWhole, input);
        const byId = new Map(group.emails.map((email) => [email.id, email]));
        for (const change of planned) {
          changes.push(change);
          if (change.patch === "destroy") hasDestroyed = true;
          else inverse.push({ id: change.id, patch: invertPatch(byId.get(change.id)!, change.patch) });
        }
        if (planned.length > 0) count.value += group.isWhole ? 1 : planned.length;
      }
      const next = committer.apply(changes);
      applied.push(next);
      return next.done;
    }

    async function run(): Promise<Outcome> {
      try {
        if (selection.kind === "matching") {
          for await (const emails of selectMatching(selection, store, batch)) {
            if (undoing) break;
            const outcome = await apply(emails.map((email) => ({ emails: [email], isWhole: false })));
            if (!outcome.ok) return outcome;
          }
          return succeeded;
        }
        const loaded = selectLoaded(selection, store);
        if (loaded) return await apply(loaded);
        await loadSelection(selection, store, batch);
        return undoing ? succeeded : await apply(selectLoaded(selection, store) ?? []);
      } catch (error) {
        return { ok: false, failure: failureOf(error) };
      }
    }

    const action: Action = {
      id: options.nextActionId(),
      verb,
      accountId: store.accountId,
      count,
      state,
      get canUndo() {
        return !hasDestroyed;
      },
      done: run().then((outcome) => {
        if (state.peek() === "undone") return outcome;
        state.value = outcome.ok ? "committed" : "failed";
        if (!outcome.ok || hasDestroyed) undoLog.remove(action);
        if (!outcome.ok) {
          options.onFailure({ action, failure: outcome.failure });
        }
        return outcome;
      }),
      undo() {
        undoing ??= undo();
        return undoing;
      },
    };

    async function undo(): Promise<Outcome> {
      if (hasDestroyed || state.peek() === "failed") return succeeded;
      state.value = "undone";
      undoLog.remove(action);
      for (const part of applied) part.restoreRows();
      const outcome = await committer.apply(inverse).done;
      if (!outcome.ok) options.onFailure({ action, failure: outcome.failure });
      return outcome;
    }

    if (action.canUndo && !extra.isAutomatic) undoLog.add(action);
    return action;
  }

  return {
    archive: (selection) => act("archive", selection),
    trash: (selection) => act("trash", selection),
    destroy: (selection) => act("destroy", selection),
    move: (selection, targetId) => act("move", selection, { targetId }),
    label: (selection, targetId) => act("label", selection, { targetId }),
    unlabel: (selection, targetId) => act("unlabel", selection, { targetId }),
    star: (selection) => act("star", selection),
    unstar: (selection) => act("unstar", selection),
    markRead: (selection, detail) => act("markRead", selection, detail),
    markUnread: (selection) => act("markUnread", selection),
    spam: (selection) => act("spam", selection),
    notSpam: (selection) => act("notSpam", selection),
    setKeyword: (selection, keyword, detail) => act("setKeyword", selection, { keyword, ...detail }),
    clearKeyword: (selection, keyword, detail) => act("clearKeyword", selection, { keyword, ...detail }),
  };
}

/** Which mailbox has which role, as far as they are loaded. */
export function rolesOf(store: MailStore): MailboxIdsByRole {
  const roles: Record<string, string> = {};
  for (const { id, role } of store.allMailboxes.peek() ?? []) if (role !== null) roles[role] = id;
  return roles;
}
