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

/** Why a file cannot be read, as the end of a sentence. */
export function whyUnreadable(error: unknown): string {
  if (hasCode(error, "ENOENT")) return "there is no such file";
  if (hasCode(error, "EISDIR")) return "it is a folder";
  if (hasCode(error, "EACCES") || hasCode(error, "EPERM")) return "this user may not read it";
  return messageOf(error);
}
