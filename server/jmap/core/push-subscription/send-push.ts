// Tells verified push subscriptions of changes (RFC 8620 §7.2): one push at a time to each, what happens meanwhile gathered in
// the next; a service that fails is left alone for a while, one that says the device is gone is forgotten. One process does so for all.
import type { MailNotice, StateChange, TypeStates } from "../../../../standards/jmap/push.ts";
import type { AccountId } from "../../../base/ids.ts";
import type { EndedProof } from "../../../auth/principal-cache.ts";
import type { Principal } from "../../../auth/principal.ts";
import {
  deleteEndedPushSubscriptions,
  deletePushSubscription,
  listActivePushSubscriptions,
  type PushSubscriptionRow,
} from "../../../store/push-subscriptions.ts";
import type { Account, AccountAccess } from "../../account-access.ts";
import type { JmapDependencies } from "../../dependencies.ts";
import { changedStates } from "../../push-states.ts";
import { deliverPush } from "./deliver-push.ts";
import { takeMailNotice } from "./mail-notice.ts";

export interface Pushes extends AsyncDisposable {
  /** Reads the subscriptions anew: somebody's have changed. */
  refresh(): Promise<void>;
  /** Tells nothing more to what was subscribed in what has ended. */
  end(ended: EndedProof): void;
}

/** Any number: the lock of who pushes. */
const pushLock = 7_238_414;
/** What changes by itself, such as who acts for a unit, is seen after this long. */
const refreshMs = 60_000;
const retryMs = 60_000;
const gatherMs = 1_000;
const mostUnsent = 3;

interface Device {
  row: PushSubscriptionRow;
  accounts: readonly Account[];
  waiting: TypeStates;
  /** Accounts that may have new mail to tell of. */
  arrivals: Set<AccountId>;
  /** What the service did not take; the oldest is given up for the newest. */
  unsent: MailNotice[];
  timer: NodeJS.Timeout | undefined;
  stop: () => void;
}

type Needs = Omit<JmapDependencies, "pushes" | "keptTexts"> & { access: AccountAccess };

export function startPush(needs: Needs): Pushes {
  const { mail, clock, log, access } = needs;
  const devices = new Map<string, Device>();
  let refreshing: Promise<void> = Promise.resolve();
  const failed = (error: unknown) => log.warn({ err: error }, "push subscriptions could not be read");
  let isLeading = false;
  const readSoon = () => void refreshOwn().catch(failed);
  const timer = setInterval(readSoon, refreshMs).unref();
  const leadership = mail.db.lead(pushLock, {
    begin() {
      isLeading = true;
      readSoon();
    },
    end() {
      isLeading = false;
      forgetAll();
    },
    wake: readSoon,
  });

  async function refresh(): Promise<void> {
    if (isLeading) await refreshOwn();
    else await leadership.wake();
  }

  function refreshOwn(): Promise<void> {
    refreshing = refreshing.then(read, read);
    return refreshing;
  }

  async function read(): Promise<void> {
    if (!isLeading) return;
    const now = new Date(clock.now());
    const rows = await mail.db.read((tx) => listActivePushSubscriptions(tx, now));
    const keep = new Map(rows.map((row) => [keyOf(row), row]));
    for (const [key, device] of devices) if (!keep.has(key)) forget(key, device);
    for (const [key, row] of keep) {
      const accounts = await access.list({ accountId: row.accountId } as Principal);
      // Another leads by now, or nobody needs to.
      if (!isLeading) return;
      const device = devices.get(key);
      if (device && sameAccounts(device.accounts, accounts)) device.row = row;
      else watch(key, row, accounts);
    }
    await mail.db.write((tx) => deleteEndedPushSubscriptions(tx, now));
  }

  function watch(key: string, row: PushSubscriptionRow, accounts: readonly Account[]): void {
    const before = devices.get(key);
    before?.stop();
    const device: Device = before ?? {
      row,
      accounts,
      waiting: {},
      arrivals: new Set(),
      unsent: [],
      timer: undefined,
      stop: () => {},
    };
    const known = before?.accounts ?? [];
    Object.assign(device, { row, accounts });
    const ids = accounts.map(({ accountId }) => accountId);
    device.stop = mail.changes.subscribe(ids, (accountId, states) => {
      if (device.row.notifies) device.arrivals.add(accountId);
      const changed = changedStates(accountId, states, device.row.types && new Set(device.row.types));
      if (changed) Object.assign(device.waiting, changed);
      else if (!device.row.notifies) return;
      device.timer ??= setTimeout(() => void send(key, device), gatherMs).unref();
    });
    devices.set(key, device);
    // Mail that came while no process watched, as during a restart, is told of now.
    const unwatched = accounts.filter(({ accountId }) => !known.some((of) => of.accountId === accountId));
    if (unwatched.length > 0 && row.notifies) {
      for (const { accountId } of unwatched) device.arrivals.add(accountId);
      device.timer ??= setTimeout(() => void send(key, device), gatherMs).unref();
    }
  }

  /** Every outcome ends with the timer cleared, or set for what is still to be told. */
  async function send(key: string, device: Device): Promise<void> {
    const { waiting, arrivals, unsent } = device;
    Object.assign(device, { waiting: {}, arrivals: new Set(), unsent: [] });
    try {
      if (Object.keys(waiting).length > 0) {
        const isTold = await tell(key, device, { "@type": "StateChange", changed: waiting });
        if (!isTold) keep(device, waiting);
      }
      for (const notice of unsent) await tellNotice(key, device, notice);
      for (const account of device.accounts) {
        if (devices.get(key) !== device) break;
        if (arrivals.has(account.accountId)) await tellArrivals(key, device, account);
      }
    } catch (error) {
      log.info({ err: error, accountId: device.row.accountId }, "a push could not be delivered");
      keep(device, waiting);
    }
    device.timer = undefined;
    const isKept = device.unsent.length > 0 || Object.keys(waiting).some((id) => device.waiting[id] === waiting[id]);
    const isMore = Object.keys(device.waiting).length > 0 || device.arrivals.size > 0;
    if (devices.get(key) === device && (isKept || isMore)) {
      device.timer = setTimeout(() => void send(key, device), isKept ? retryMs : gatherMs).unref();
    }
  }

  async function tellArrivals(key: string, device: Device, account: Account): Promise<void> {
    const notice = await takeMailNotice({ db: mail.db, clock }, device.row, account);
    if (notice === "ended") return endDevice(key, device);
    if (notice) await tellNotice(key, device, notice);
  }

  async function tellNotice(key: string, device: Device, notice: MailNotice): Promise<void> {
    const isTold = await tell(key, device, notice).catch((error: unknown) => {
      log.info({ err: error, accountId: device.row.accountId }, "a notice could not be delivered");
      return false;
    });
    if (!isTold) device.unsent = [...device.unsent, notice].slice(-mostUnsent);
  }

  /** False when the service asks to come back later; a device that is gone is forgotten. */
  async function tell(key: string, device: Device, message: StateChange | MailNotice): Promise<boolean> {
    const status = await deliverPush(needs, device.row, message);
    if (status === 404 || status === 410) await endDevice(key, device);
    else if (status >= 400) log.info({ status, accountId: device.row.accountId }, "a push service refused a push");
    // RFC 8030 §8.4: 429 and failures of the service pass; what else it refuses, it would refuse again.
    return status !== 429 && status < 500;
  }

  async function endDevice(key: string, device: Device): Promise<void> {
    forget(key, device);
    await mail.db.write((tx) => deletePushSubscription(tx, device.row.accountId, device.row.id));
  }

  function forget(key: string, device: Device): void {
    device.stop();
    clearTimeout(device.timer);
    devices.delete(key);
  }

  function forgetAll(): void {
    for (const [key, device] of devices) forget(key, device);
  }

  return {
    refresh,
    end(ended) {
      // What an account has ended of its proofs is found by reading anew; a session is gone for certain.
      const sessionHash = "sessionHash" in ended ? ended.sessionHash : undefined;
      for (const [key, device] of devices) {
        if (sessionHash !== undefined && device.row.sessionHash === sessionHash) forget(key, device);
      }
      void refresh().catch(failed);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      isLeading = false;
      forgetAll();
      await leadership[Symbol.asyncDispose]();
      await refreshing.catch(failed);
    },
  };
}

/** What was not delivered is told later, unless something newer is. */
function keep(device: Device, waiting: TypeStates): void {
  device.waiting = { ...waiting, ...device.waiting };
}

const keyOf = ({ accountId, id }: PushSubscriptionRow) => `${accountId} ${id}`;

function sameAccounts(one: readonly Account[], other: readonly Account[]): boolean {
  return one.length === other.length && one.every(({ accountId }) => other.some((of) => of.accountId === accountId));
}
