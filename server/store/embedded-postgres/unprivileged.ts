// PostgreSQL refuses to run as root. An ordinary user runs it as is. Root runs it in a user namespace, where the process
// believes to be an ordinary user while its files stay root's: no account, no chown, and any folder will do. Where
// namespaces are not allowed it runs as the system user `surel`, which then owns the database's folders. A user without an
// account (a container started with any number) gets a namespace too: initdb wants a name.

import { execFile } from "node:child_process";
import { access, readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { promisify } from "node:util";

import { messageOf, StartupError } from "../../base/errors.ts";

const run = promisify(execFile);

/** How to start a program so that it is not root, and who owns its files then. */
export interface Identity {
  /** Put in front of the program and its arguments. */
  prefix: readonly string[];
  /** Set when the process changes to another user, who must own the folders and be able to reach them. */
  owner?: { uid: number; gid: number };
}

const SYSTEM_USER = "surel";

/**
 * `namespaces: false` is for tests of machines where user namespaces are not allowed. With `outlive` the program goes on
 * when this process ends.
 */
export async function chooseIdentity(options: { namespaces?: boolean; outlive?: boolean } = {}): Promise<Identity> {
  const endWithParent = options.outlive ? [] : await endWithParentPrefix();
  const root = process.getuid?.() === 0;
  if (!root && hasName()) return { prefix: endWithParent };
  const namespace = await namespacePrefix();
  if (options.namespaces !== false && (await works(namespace))) return { prefix: [...namespace, ...endWithParent] };
  if (!root) throw new StartupError("This user has no account on this machine: make one, or set SUREL_DATABASE_URL.");
  const owner = (await findSystemUser()) ?? (await createSystemUser());
  // The parent-death signal is set last: changing the user would clear it.
  return {
    prefix: ["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups", ...endWithParent],
    owner,
  };
}

/** Linux ends the database with us even when we are killed: SIGINT is PostgreSQL's fast shutdown. */
async function endWithParentPrefix(): Promise<string[]> {
  return process.platform === "linux" &&
    (await access("/usr/bin/setpriv").then(
      () => true,
      () => false,
    ))
    ? ["/usr/bin/setpriv", "--pdeathsig", "INT"]
    : [];
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/** Inside, the process has the number of somebody with a name, without any of that one's rights. */
async function namespacePrefix(): Promise<string[]> {
  const accounts = await readAccounts();
  const { uid, gid } = accounts.find(({ uid }) => uid === 1000) ??
    accounts.find(({ uid }) => uid !== 0) ?? { uid: 1000, gid: 1000 };
  return ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`];
}

async function works([program = "", ...words]: readonly string[]): Promise<boolean> {
  return run(program, [...words, "true"]).then(
    () => true,
    () => false,
  );
}

async function readAccounts(): Promise<{ name: string; uid: number; gid: number }[]> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").filter((line) => line.includes(":"));
  return lines.map((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}

async function findSystemUser(): Promise<{ uid: number; gid: number } | undefined> {
  return (await readAccounts()).find(({ name }) => name === SYSTEM_USER);
}

async function createSystemUser(): Promise<{ uid: number; gid: number }> {
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]);
  } catch (error) {
    throw new StartupError(
      "PostgreSQL does not run as root, user namespaces are not allowed here, and the system user " +
        `"${SYSTEM_USER}" could not be made (${messageOf(error).trim()}): start as an ordinary user or set SUREL_DATABASE_URL.`,
      { cause: error },
    );
  }
  const made = await findSystemUser();
  if (!made) throw new StartupError(`The system user "${SYSTEM_USER}" was made but is not in /etc/passwd.`);
  return made;
}
