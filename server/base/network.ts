// Listening with errors that an operator understands, and what an address says about where a peer is.

import { BlockList, isIP, type AddressInfo, type Server } from "node:net";

import { hasCode, messageOf, StartupError } from "./errors.ts";

/**
 * Opens a server's port and resolves with what it got (port 0 asks for any free one).
 * `setting` is the name of the setting to change when the port cannot be had; the failure is a StartupError.
 */
export function listen(server: Server, options: { host: string; port: number; setting: string }): Promise<AddressInfo> {
  const { host, port } = options;
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(new StartupError(listenProblem(error, options), { cause: error }));
    server.once("error", refuse);
    server.listen({ host, port }, () => {
      server.off("error", refuse);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** The sentence for a failed listen, also for servers (such as fastify's) that call listen themselves. */
export function listenProblem(error: unknown, options: { host: string; port: number; setting: string }): string {
  const { host, port, setting } = options;
  if (hasCode(error, "EADDRINUSE")) {
    return `Port ${port} on ${host} is already taken by another program: stop that program or set ${setting} to a free port.`;
  }
  if (hasCode(error, "EACCES")) {
    return `This user may not open port ${port}: set ${setting} to a port above 1023 or grant the right to open it.`;
  }
  if (hasCode(error, "EADDRNOTAVAIL") || hasCode(error, "ENOTFOUND")) {
    return `This machine has no address ${host}: set SUREL_BIND to one of its own addresses.`;
  }
  return `Port ${port} on ${host} cannot be opened: ${messageOf(error)}.`;
}

/** One spelling per address: IPv4 within IPv6 becomes IPv4, a zone is dropped. */
export function normaliseAddress(address: string): string {
  const withoutZone = address.split("%", 1)[0] ?? address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone);
  return mapped?.[1] ?? withoutZone.toLowerCase();
}

/** What counts as one peer for limits: an IPv4 address, or the /64 that one IPv6 subscriber is given. */
export function networkKey(address: string): string {
  const plain = normaliseAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [head = "", tail] = plain.split("::") as [string?, string?];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

// RFC 6890 and the registries it made: this host, private, shared, loopback, link-local, documentation, benchmark,
// translation, multicast, reserved. IPv4 within IPv6 that no dotted form gives away is not public either.
const NOT_PUBLIC = {
  ipv4:
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 " +
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
  ipv6:
    "::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 " +
    "fc00::/7 fe80::/10 fec0::/10 ff00::/8",
} as const;

const notPublic = { ipv4: blockListOf("ipv4"), ipv6: blockListOf("ipv6") };

function blockListOf(family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const subnet of NOT_PUBLIC[family].split(" ")) {
    const [prefix = "", bits] = subnet.split("/");
    list.addSubnet(prefix, Number(bits), family);
  }
  return list;
}

/** Whether an address is anything but a public unicast one; also true for what is not an address at all. */
export function isPrivateAddress(address: string): boolean {
  const plain = normaliseAddress(address);
  const family = isIP(plain) === 4 ? "ipv4" : "ipv6";
  return isIP(plain) === 0 || notPublic[family].check(plain, family);
}
