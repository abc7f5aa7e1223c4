// Signing in under attack: 10,000 wrong attempts from 1,000 addresses against 100 accounts. Does one get in, do owners with a browser
// of their own still, and what do the others' mail and JMAP notice? And whether the time of an answer tells if a name exists: 1,000
// tries each with known and unknown names in turn, from an address each, where one signs in and where one forgot the password.
// Each address tries ten accounts, so that no pause between attempts of one against one slows it down. At the policy of an
// organisation that set nothing, half of the attempts are looked at (50 against each account); the others are turned away.
// Run: npm run bench sign-in [names|attack [how many]]
import { Agent, request } from "node:http";

import { openSender } from "../test/support/send-mail.ts";
import { PASSWORD, startWholeServer, type WholeServer } from "./support/whole-server.ts";

const [part, count] = process.argv.slice(2);
const ATTEMPTS = Number(count ?? 10_000);
const ADDRESSES = 1_000;
const ACCOUNTS = 100;
const AT_ONCE = 50;
const TRIES = Number(count ?? 1_000);
const OWNER_PAUSE_MS = 100;
const OTHERS_EVERY_MS = 50;
const PROGRESS_EVERY = 1_000;
const FIRST_PORT = Number(process.env.SUREL_BENCH_PORT ?? 20_460);
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

interface Answer {
  status: number;
  cookies: string[];
  ms: number;
  bytes: number;
}

await using server = await startWholeServer(FIRST_PORT, ACCOUNTS + 1);
const reached: boolean[] = [];
if (part !== "attack") {
  for (const door of ["sign-in", "forgot-password"] as const) reached.push(await compareNames(server, door));
}
if (part !== "names") reached.push(await attack(server));
process.exitCode = reached.every(Boolean) ? 0 : 1;
agent.destroy();

function signIn(username: string, password: string, from: string, cookie = ""): Promise<Answer> {
  return post("sign-in", { username, password }, from, cookie);
}

function post(page: string, form: Record<string, string>, from: string, cookie = ""): Promise<Answer> {
  const body = new URLSearchParams(form).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    "x-forwarded-for": from,
    accept: "text/html",
    ...(cookie && { cookie }),
  };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}/${page}`, { method: "POST", agent, headers }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => {
        const cookies = (response.headers["set-cookie"] ?? []).map((one) => one.split(";", 1)[0] ?? "");
        resolve({ status: response.statusCode ?? 0, cookies, ms: performance.now() - started, bytes });
      });
    });
    sent.once("error", reject).end(body);
  });
}

async function compareNames({ people }: WholeServer, door: "sign-in" | "forgot-password"): Promise<boolean> {
  const [known, unknown]: [number[], number[]] = [[], []];
  const [ofKnown, ofUnknown] = [new Set<string>(), new Set<string>()];
  for (let turn = 0; turn < TRIES * 2; turn++) {
    const isKnown = turn % 2 === 0;
    const person = people[(turn >> 1) % ACCOUNTS]?.address ?? "";
    const username = isKnown ? person : person.replace("pegawai", "petugas");
    const form = { username, ...(door === "sign-in" && { password: "Salah-sekali-12" }) };
    const { status, ms, bytes } = await post(door, form, `100.64.${turn >> 8}.${turn & 255}`);
    (isKnown ? known : unknown).push(ms);
    (isKnown ? ofKnown : ofUnknown).add(`${status} of ${bytes} octets`);
  }
  const { superiority, deviation, distance } = compare(known, unknown);
  console.table([
    { door, names: "known", ...quantiles(known) },
    { door, names: "unknown", ...quantiles(unknown) },
  ]);
  // Three standard deviations of the statistic itself, where both are the same.
  const alike = Math.abs(superiority - 0.5) < 3 * deviation && ofKnown.symmetricDifference(ofUnknown).size === 0;
  console.log(
    `Mann-Whitney: an unknown name takes longer in ${(superiority * 100).toFixed(1)} % of pairs ` +
      `(50 ± ${(300 * deviation).toFixed(1)} when they are alike); Kolmogorov-Smirnov distance ${distance.toFixed(3)}; ` +
      `answers to known names: ${[...ofKnown].join(", ")}; to unknown ones: ${[...ofUnknown].join(", ")}. ` +
      (alike ? "Alike." : "NOT alike."),
  );
  return alike;
}

async function attack({ people, smtpPort }: WholeServer): Promise<boolean> {
  const owners = people.slice(0, ACCOUNTS);
  const devices: string[] = [];
  for (const { address } of owners) {
    const { cookies } = await signIn(address, PASSWORD, "203.0.113.1");
    devices.push(cookies.find((one) => one.startsWith("surel-device=")) ?? "");
  }
  const quiet = await measureOthers(people[ACCOUNTS]!, smtpPort, () => sleepUntil(performance.now() + 5_000));
  const outcomes = new Map<string, number>();
  const ownerAnswers: Answer[] = [];
  const [lookedAt, turnedAway]: [number[], number[]] = [[], []];
  const started = performance.now();
  let next = 0;
  const isIn = ({ status }: Answer) => status === 303;
  const tell = (done: number) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const answers = [...outcomes].map(([status, count]) => `${count} times ${status}`).join(", ");
    const owned = `owners ${ownerAnswers.filter(isIn).length} of ${ownerAnswers.length}`;
    console.log(`${done} wrong attempts in ${seconds} s: ${answers}; ${owned}`);
  };
  const loud = await measureOthers(people[ACCOUNTS]!, smtpPort, async () => {
    let isOver = false;
    const attackers = Array.from({ length: AT_ONCE }, async () => {
      for (let turn = next++; turn < ATTEMPTS; turn = next++) {
        const address = turn % ADDRESSES;
        const from = `198.18.${address >> 8}.${address & 255}`;
        const account = (turn + Math.floor(turn / ADDRESSES)) % ACCOUNTS;
        const { status, ms } = await signIn(owners[account]!.address, `Tebakan-${turn}-salah`, from);
        outcomes.set(String(status), (outcomes.get(String(status)) ?? 0) + 1);
        (status === 403 ? lookedAt : turnedAway).push(ms);
        const done = lookedAt.length + turnedAway.length;
        if (done % PROGRESS_EVERY === 0) tell(done);
      }
    });
    const owning = (async () => {
      for (let turn = 0; !isOver || turn < ACCOUNTS; turn++) {
        const owner = turn % ACCOUNTS;
        const answer = await signIn(owners[owner]!.address, PASSWORD, "203.0.113.1", devices[owner]);
        ownerAnswers.push(answer);
        devices[owner] = answer.cookies.find((one) => one.startsWith("surel-device=")) ?? devices[owner]!;
        await sleepUntil(performance.now() + OWNER_PAUSE_MS);
      }
    })();
    await Promise.all(attackers);
    isOver = true;
    await owning;
  });
  const gotIn = outcomes.get("303") ?? 0;
  const owned = ownerAnswers.filter(isIn).length;
  tell(ATTEMPTS);
  console.log(
    `${gotIn} got in. Owners with a browser of their own: ${owned} of ${ownerAnswers.length} signed in meanwhile. ` +
      `Others were refused ${quiet.refused} times before and ${loud.refused} times under attack.`,
  );
  console.table([
    { what: "JMAP of another person, before", ...quantiles(quiet.jmap) },
    { what: "JMAP of another person, under attack", ...quantiles(loud.jmap) },
    { what: "SMTP delivery, before", ...quantiles(quiet.smtp) },
    { what: "SMTP delivery, under attack", ...quantiles(loud.smtp) },
    { what: "an owner's sign-in under attack", ...quantiles(ownerAnswers.map(({ ms }) => ms)) },
    { what: "an attempt that is looked at", ...quantiles(lookedAt) },
    { what: "an attempt that is turned away", ...quantiles(turnedAway) },
  ]);
  const served = loud.refused === 0 && loud.jmap.length > 0 && loud.smtp.length > 0;
  return gotIn === 0 && owned === ownerAnswers.length && served;
}

/** How long JMAP and SMTP take, asked again and again by one client each while `work` goes on. */
async function measureOthers(
  { accountId, address, authorization }: WholeServer["people"][number],
  smtpPort: number,
  work: () => Promise<void>,
): Promise<{ jmap: number[]; smtp: number[]; refused: number }> {
  const [jmap, smtp]: [number[], number[]] = [[], []];
  let refused = 0;
  let isOver = false;
  const using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"];
  const body = JSON.stringify({ using, methodCalls: [["Email/query", { accountId, limit: 50 }, "0"]] });
  const asking = (async () => {
    while (!isOver) {
      const started = performance.now();
      const headers = { authorization, "content-type": "application/json" };
      const response = await fetch(`${server.url}/jmap/api`, { method: "POST", headers, body });
      await response.text();
      if (response.ok) jmap.push(performance.now() - started);
      else refused += 1;
      await sleepUntil(started + OTHERS_EVERY_MS);
    }
  })();
  const delivering = (async () => {
    using sender = await openSender(smtpPort);
    for (let number = 0; !isOver; number++) {
      const started = performance.now();
      const data = `From: a@luar.example\r\nMessage-ID: <${number}.${started}@luar.example>\r\nSubject: ${number}\r\n\r\nisi\r\n`;
      const { code } = await sender.send({ to: address, data });
      if (code === 250) smtp.push(performance.now() - started);
      else refused += 1;
      await sleepUntil(started + OTHERS_EVERY_MS);
    }
  })();
  await work();
  isOver = true;
  await Promise.all([asking, delivering]);
  return { jmap, smtp, refused };
}

async function sleepUntil(time: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
}

function quantiles(times: readonly number[]): Record<string, string | number> {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1);
  return { times: times.length, "p10 ms": at(0.1), "p50 ms": at(0.5), "p90 ms": at(0.9), "p99 ms": at(0.99) };
}

/** How often one of `other` is greater than one of `one`, that share's deviation for equal distributions, and their distance. */
function compare(one: readonly number[], other: readonly number[]) {
  const all = [...one.map((value) => ({ value, isOther: false })), ...other.map((value) => ({ value, isOther: true }))];
  all.sort((first, second) => first.value - second.value);
  let [ones, others, greater, distance] = [0, 0, 0, 0];
  for (const { isOther } of all) {
    if (isOther) {
      others += 1;
      greater += ones;
    } else ones += 1;
    distance = Math.max(distance, Math.abs(ones / one.length - others / other.length));
  }
  const pairs = one.length * other.length;
  return {
    superiority: greater / pairs,
    deviation: Math.sqrt((one.length + other.length + 1) / (12 * pairs)),
    distance,
  };
}
