// Node's own builds want libatomic, which a small Debian does not have. It is fetched from Debian into node_modules and
// given to Node alone: no right of root's is needed, and the machine stays as it is.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of libraries that our Node needs on this machine, or undefined when it needs none. */
export function findLibraries(root) {
  const folder = join(root, "node_modules", ".cache", "libraries");
  const found = existsSync(folder) && readdirSync(folder).length > 0;
  return found ? folder : undefined;
}

/** Sees to it that a Node that was just installed runs. Throws one sentence when it cannot. */
export function mendNode(root, node) {
  if (node === process.execPath || runs(node)) return;
  const libraries = join(root, "node_modules", ".cache", "libraries");
  const link = join(root, "node_modules", ".bin", "node");
  // npm scripts find this name before the shell's Node, so it must work or not be there.
  rmSync(link, { force: true });
  fetchLibrary(root, libraries);
  if (!runs(node, libraries)) {
    rmSync(libraries, { recursive: true, force: true });
    throw new Error(
      "Node 26 needs the library libatomic, which this machine lacks: install it (Debian: apt-get install libatomic1) and start again.",
    );
  }
  writeFileSync(link, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${node}' "$@"\n`);
  chmodSync(link, 0o755);
}

function runs(node, libraries) {
  const environment = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
  return spawnSync(node, ["--version"], { env: environment, stdio: "ignore" }).status === 0;
}

/** With lists and archives in a folder of our own, apt serves every user. */
function fetchLibrary(root, libraries) {
  const work = join(root, "node_modules", ".cache", "apt");
  for (const folder of ["lists/partial", "archives/partial", "unpacked"])
    mkdirSync(join(work, folder), { recursive: true });
  const own = [
    "-qq",
    "-o",
    `Dir::State::Lists=${work}/lists`,
    "-o",
    `Dir::Cache=${work}`,
    "-o",
    "APT::Sandbox::User=",
    "-o",
    "Debug::NoLocking=1",
  ];
  const apt = (...words) => spawnSync("apt-get", [...own, ...words], { cwd: work, stdio: "ignore" }).status === 0;
  if (apt("update") && apt("download", "libatomic1")) {
    const archive = readdirSync(work).find((name) => name.endsWith(".deb"));
    if (archive) spawnSync("dpkg-deb", ["--extract", archive, "unpacked"], { cwd: work, stdio: "ignore" });
    mkdirSync(libraries, { recursive: true });
    spawnSync(
      "sh",
      [
        "-c",
        `cp -P "$(find unpacked -name 'libatomic.so.1*' -printf '%h\\n' | head -1)"/libatomic.so.1* "$0"`,
        libraries,
      ],
      { cwd: work, stdio: "ignore" },
    );
  }
  rmSync(work, { recursive: true, force: true });
}
