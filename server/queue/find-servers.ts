// Which servers take a domain's mail, in the order in which they are to be tried: RFC 5321 §5.1, RFC 7505.

import { isIP } from "node:net";

import { isAbsence, type Resolver } from "../base/resolver.ts";

export interface MailServer {
  /** Its name, or the address when it has none. */
  name: string;
  address: string;
}

export type FoundServers =
  | { servers: MailServer[] }
  /** For good: no such domain, no mail wanted, or it is ourselves. The text is a reply as a server would give it. */
  | { permanent: string }
  | { temporary: string };

export interface FindOptions {
  resolver: Resolver;
  /** Our own name: servers behind it, and behind servers less preferred than it, are ourselves (RFC 5321 §5.1). */
  hostname: string;
  isOwnAddress: (address: string) => boolean;
  /** From 0 to below 1; mixes servers of equal preference. */
  chance: () => number;
}

const maxExchanges = 10;
const maxServers = 12;

export async function findServers(domain: string, options: FindOptions): Promise<FoundServers> {
  const literal = /^\[(?:IPv6:)?([^\]]+)\]$/i.exec(domain)?.[1];
  if (literal !== undefined) return withoutOurselves([{ name: literal, address: literal }], options);
  try {
    return await lookUp(domain, options);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    return { temporary: `451 4.4.3 The servers of ${domain} cannot be looked up now (${code})` };
  }
}

async function lookUp(domain: string, options: FindOptions): Promise<FoundServers> {
  const exchanges = await options.resolver(domain, "MX").catch((error: unknown) => {
    if (isAbsence(error)) return [];
    throw error;
  });
  // RFC 7505 §3: a single "." says that the domain takes no mail.
  if (exchanges.length === 1 && exchanges[0]?.exchange.replace(/\.$/, "") === "") {
    return { permanent: `556 5.1.10 The domain ${domain} takes no mail (null MX)` };
  }
  const names = exchanges.length > 0 ? orderOf(exchanges, options) : [domain];
  if (names.length === 0) return { permanent: loopText(domain) };
  const servers: MailServer[] = [];
  let failure: Error | undefined;
  for (const name of names.slice(0, maxExchanges)) {
    try {
      servers.push(...(await addressesOf(name, options.resolver)).map((address) => ({ name, address })));
    } catch (error) {
      failure = new Error(`${name} could not be looked up`, { cause: error });
    }
    if (servers.length >= maxServers) break;
  }
  if (servers.length > 0) return withoutOurselves(servers.slice(0, maxServers), options, domain);
  if (failure !== undefined) throw failure;
  return exchanges.length > 0
    ? { permanent: `550 5.4.4 None of the mail servers of ${domain} has an address` }
    : { permanent: `550 5.1.2 The domain ${domain} does not exist or takes no mail` };
}

/** Lowest preference first; ourselves and everything after us left out, or mail would go round in a circle. */
function orderOf(
  exchanges: readonly { priority: number; exchange: string }[],
  { hostname, chance }: FindOptions,
): string[] {
  const own = exchanges.find(({ exchange }) => exchange.toLowerCase() === hostname.toLowerCase());
  return exchanges
    .filter(({ priority }) => own === undefined || priority < own.priority)
    .map((one) => ({ ...one, mix: chance() }))
    .sort((one, other) => one.priority - other.priority || one.mix - other.mix)
    .map(({ exchange }) => exchange);
}

async function addressesOf(name: string, resolver: Resolver): Promise<string[]> {
  if (isIP(name)) return [name];
  const [four, six] = await Promise.allSettled([resolver(name, "A"), resolver(name, "AAAA")]);
  const addresses = [
    ...(four.status === "fulfilled" ? four.value : []),
    ...(six.status === "fulfilled" ? six.value : []),
  ];
  if (addresses.length > 0) return addresses;
  for (const one of [four, six]) if (one.status === "rejected" && !isAbsence(one.reason)) throw one.reason;
  return [];
}

function withoutOurselves(
  servers: MailServer[],
  { isOwnAddress }: FindOptions,
  domain = servers[0]?.name,
): FoundServers {
  const others = servers.filter(({ address }) => !isOwnAddress(address));
  return others.length > 0 ? { servers: others } : { permanent: loopText(domain ?? "") };
}

function loopText(domain: string): string {
  return `554 5.4.6 The mail servers of ${domain} are this server, which has no such domain`;
}
