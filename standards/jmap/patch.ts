// Patch objects, RFC 8620 §5.3.
import { unescapeToken } from "./json-pointer.ts";
import { isObject, type PatchObject } from "./types.ts";

/**
 * The object with the patch applied, as a copy that shares what the patch does not touch; `target` is not changed.
 * A null value removes a property inside another and leaves null at the top, where the caller knows the default.
 */
export function applyPatch<T extends object>(
  target: T,
  patch: PatchObject,
): { patched: Record<string, unknown> } | { invalidPath: string } {
  const patched = { ...target } as Record<string, unknown>;
  const paths = Object.keys(patch);
  const copied = new Set<object>([patched]);
  for (const path of paths) {
    // No path may be the beginning of another.
    if (paths.some((other) => other.startsWith(`${path}/`)) || /~(?![01])/.test(path)) return { invalidPath: path };
    const tokens = path.split("/").map(unescapeToken);
    const last = tokens.pop()!;
    let parent = patched;
    for (const token of tokens) {
      const child = Object.hasOwn(parent, token) ? parent[token] : undefined;
      // All parts before the last must exist, and nothing can be patched inside an array.
      if (!isObject(child)) return { invalidPath: path };
      const own = copied.has(child) ? child : { ...child };
      copied.add(own);
      define(parent, token, own);
      parent = own;
    }
    if (patch[path] === null && tokens.length > 0) delete parent[last];
    else define(parent, last, patch[path]);
  }
  return { patched };
}

/** The first token of each path: the properties that the patch touches. */
export function patchedProperties(patch: PatchObject): string[] {
  return [...new Set(Object.keys(patch).map((path) => unescapeToken(path.split("/", 1)[0]!)))];
}

/** "__proto__" is a name like any other. */
function define(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
