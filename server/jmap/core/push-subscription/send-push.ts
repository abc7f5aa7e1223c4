// Tells verified push subscriptions of changes (RFC 8620 §7.2): one push at a time to each, what happens meanwhile gathered in
// the next; a service that fails is left alone for a while, one that says the device is gone is forgotten.
import type { TypeStates } from "../../../../standards/jmap/push.ts";
import type { AccountId } from "../../../base/ids.ts";
import type { Principal } from "../../../auth/principal.ts";
import {
  deleteExpiredPushSubscriptions,
  deletePushSubscription,
  listActivePushSubscriptions,
  type PushSubscriptionRow,
} from "../../../store/push-subscriptions.ts";
import type { AccountAccess } from "../../account-access.ts";
import type { JmapDependencies } from "../../dependencies.ts";
import { changedStates } from "../../push-states.ts";
import { deliverPush } from "./deliver-push.ts";

export interface Pushes extends AsyncDisposable {
  /** Reads the subscriptions anew: somebody's have changed. */
  refresh(): Promise<void>;
}

/** Other processes' changes to subscriptions are seen after this long. */
const refreshMs = 60_000;
const retryMs = 60_000;
const gatherMs = 1_000;

interface Device {
  row: PushSubscriptionRow;
  accounts: readonly AccountId[];
  waiting: TypeStates;
  timer: NodeJS.Timeout | undefined;
  stop: () => void;
}

type Needs = Omit<JmapDependencies, "pushes"> & { access: AccountAccess };

export function startPush(needs: Needs): Pushes {
  const { mail, clock, log, access } = needs;
  const devices = new Map<string, Device>();
  let refreshing: Promise<void> = Promise.resolve();
  const failed = (error: unknown) => log.warn({ err: error }, "push subscriptions could not be read");
  const timer = setInterval(() => void refresh().catch(failed), refreshMs).unref();

  void refresh().catch(failed);

  function refresh(): Promise<void> {
    refreshing = refreshing.then(read, read);
    return refreshing;
  }

  async function read(): Promise<void> {
    const now = new Date(clock.now());
    const rows = await mail.db.read((tx) => listActivePushSubscriptions(tx, now));
    const keep = new Map(rows.map((row) => [keyOf(row), row]));
    for (const [key, device] of devices) if (!keep.has(key)) forget(key, device);
    for (const [key, row] of keep) {
      const accounts = (await access.list({ accountId: row.accountId } as Principal)).map(({ accountId }) => accountId);
      const device = devices.get(key);
      if (device && sameAccounts(device.accounts, accounts)) device.row = row;
      else watch(key, row, accounts);
    }
    await mail.db.write((tx) => deleteExpiredPushSubscriptions(tx, now));
  }

  function watch(key: string, row: PushSubscriptionRow, accounts: readonly AccountId[]): void {
    const before = devices.get(key);
    before?.stop();
    const device: Device = before ?? { row, accounts, waiting: {}, timer: undefined, stop: () => {} };
    Object.assign(device, { row, accounts });
    device.stop = mail.changes.subscribe(accounts, (accountId, states) => {
      const changed = changedStates(accountId, states, device.row.types && new Set(device.row.types));
      if (!changed) return;
      Object.assign(device.waiting, changed);
      device.timer ??= setTimeout(() => void send(key, device), gatherMs).unref();
    });
    devices.set(key, device);
  }

  async function send(key: string, device: Device): Promise<void> {
    const { waiting, row } = device;
    device.waiting = {};
    let again = gatherMs;
    try {
      const status = await deliverPush(needs, row, { "@type": "StateChange", changed: waiting });
      if (status === 404 || status === 410) {
        forget(key, device);
        await mail.db.write((tx) => deletePushSubscription(tx, row.accountId, row.id));
      } else if (status >= 300) again = keep(device, waiting);
    } catch (error) {
      log.info({ err: error, accountId: row.accountId }, "a push could not be delivered");
      again = keep(device, waiting);
    }
    device.timer = undefined;
    if (devices.get(key) === device && Object.keys(device.waiting).length > 0) {
      device.timer = setTimeout(() => void send(key, device), again).unref();
    }
  }

  function forget(key: string, device: Device): void {
    device.stop();
    clearTimeout(device.timer);
    devices.delete(key);
  }

  return {
    refresh,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      for (const [key, device] of devices) forget(key, device);
      await refreshing.catch(failed);
    },
  };
}

/** What was not delivered is told later, unless something newer is. */
function keep(device: Device, waiting: TypeStates): number {
  device.waiting = { ...waiting, ...device.waiting };
  return retryMs;
}

const keyOf = ({ accountId, id }: PushSubscriptionRow) => `${accountId} ${id}`;

function sameAccounts(one: readonly AccountId[], other: readonly AccountId[]): boolean {
  return one.length === other.length && one.every((accountId) => other.includes(accountId));
}
