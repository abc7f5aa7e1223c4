// Errors that mean something to whoever starts the program or reads its log; what peers see is in the surfaces' catalogues.

/**
 * The program cannot start, for a reason that its operator can mend. The message is one complete sentence that says
 * what is wrong and what to do; `main` prints only that and exits with status 1.
 */
export class StartupError extends Error {
  override readonly name = "StartupError";
}

/** Whether a value is an error of the operating system or of Node with this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** The message of anything that was thrown, for a sentence or a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** No room on a disk of ours, as the operating system (also by a quota) or PostgreSQL (53100, disk_full) says it. */
export function isDiskFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "53100"].some((code) => hasCode(error, code));
}

/** What SQLSTATE calls connection exceptions, insufficient resources and an operator's intervention; an idle session that was ended. */
const passingStates = /^(?:08[0-9A-Z]{3}|53[0-9A-Z]{3}|57P[0-9A-Z]{2}|25P03)$/;
const passingNetwork = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** Where the driver of the database has words only. */
const passingWords = /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;

/** What we stand on is away for now, the database or room on a disk: the same may succeed later, without a change of ours. */
export function isOutOfService(error: unknown): boolean {
  if (isDiskFull(error)) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Its socket is a file.
  const isNoSocket = code === "ENOENT" && "syscall" in error && error.syscall === "connect";
  return isNoSocket || passingStates.test(code) || passingNetwork.test(code) || passingWords.test(error.message);
}

/** Why a file cannot be read, as the end of a sentence. */
export function whyUnreadable(error: unknown): string {
  if (hasCode(error, "ENOENT")) return "there is no such file";
  if (hasCode(error, "EISDIR")) return "it is a folder";
  if (hasCode(error, "EACCES") || hasCode(error, "EPERM")) return "this user may not read it";
  return messageOf(error);
}
