// `surel organisation look PREFIX`: the colour of an organisation, its name under the icon, and what notices of new mail may say.
// What is not given stays as it is; prints what holds then.

import { StartupError } from "../base/errors.ts";
import { accentOf, contrastProblems } from "../organisation/look/accent.ts";
import { lookOf } from "../organisation/look/look.ts";
import { policySchema } from "../organisation/policies.ts";
import { listOrganisations, updateOrganisationSettings } from "../store/organisations.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = "organisation look PREFIX [--accent #RRGGBB] [--short-name NAME] [--notices subject|sender|none]";

export const organisationLook: Command = {
  usage,
  async run(words, tools) {
    const given = readWords(words, { usage, positions: ["PREFIX"], options: ["accent", "short-name", "notices"] });
    const { PREFIX: prefix, accent, notices } = given;
    if (accent !== undefined) checkAccent(accent);
    await withDatabase(tools, async (db) => {
      const changed = await db.write(async (tx) => {
        const found = (await listOrganisations(tx)).find((each) => each.signInPrefix === prefix.toLowerCase());
        if (!found) throw new StartupError(`There is no organisation with the prefix ${prefix}.`);
        const settings = {
          ...found.settings,
          look: { ...partOf(found.settings.look), ...defined({ accent, shortName: given["short-name"] }) },
          notifications: { ...partOf(found.settings.notifications), ...defined({ content: notices }) },
        };
        const checked = policySchema.safeParse(settings);
        if (!checked.success)
          throw new StartupError(`${checked.error.issues[0]?.path.join(".")} is not valid.\nUsage: surel ${usage}`);
        await updateOrganisationSettings(tx, found.id, settings);
        return { look: lookOf({ ...found, settings }), content: checked.data.notifications.content };
      });
      const { look, content } = changed;
      tools.print(`${look.name}: ${look.shortName}, ${look.icon.colour}, notices say: ${content}`);
    });
  },
};

function checkAccent(accent: string): void {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) throw new StartupError("The colour must be written as #0a7d5c.");
  const problems = contrastProblems(accentOf(accent));
  if (problems.length > 0) throw new StartupError(`This colour is hard to read (${problems.join(", ")}).`);
}

function partOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function defined(values: Record<string, string | undefined>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
