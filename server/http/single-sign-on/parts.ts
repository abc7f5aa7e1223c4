// What the organisation's provider and directory add to other pages.

import type { Presentation } from "../../organisation/presentation.ts";
import { html, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { singleSignOnTexts } from "./texts.ts";

interface Place {
  language: Language;
  presentation: Presentation;
}

/** The buttons of the sign-in page: links, so that no script and no form stands between (the page lets forms go nowhere else). */
export function providerButtons({ language, presentation, next }: Place & { next?: string }): Html | undefined {
  const text = singleSignOnTexts[language];
  const { openIdProviders } = presentation;
  if (openIdProviders.length === 0) return undefined;
  const href = (id: number, fields: Record<string, string> = {}) => {
    const query = new URLSearchParams({ ...(next !== undefined && { next }), ...fields }).toString();
    return `/sign-in/single-sign-on/${id}${query && `?${query}`}`;
  };
  return html`${openIdProviders.map(
      ({ id, name }) =>
        html`<a class="button wide provider" href="${href(id)}">${text.button(name)}</a>
          <p class="hint">
            <a href="${href(id, { "public-computer": "yes" })}">${text.publicComputer}</a>
          </p>`,
    )}
    <p class="or">${text.or}</p>`;
}

/** Under the password of the sign-in page. */
export function directoryHint({ language, presentation }: Place): Html | undefined {
  const { directory } = presentation;
  return directory === undefined
    ? undefined
    : html`<p class="hint">${singleSignOnTexts[language].directoryHint(directory)}</p>`;
}

/** After a wrong password: perhaps the person has none here. */
export function useButtonHint({ language, presentation }: Place): Html | undefined {
  const [provider] = presentation.openIdProviders;
  return provider && html`<p>${singleSignOnTexts[language].useButton(provider.name)}</p>`;
}

/** On the page of a forgotten password: where those are helped whose password is not ours. */
export function forgottenElsewhere({ language, presentation }: Place): Html | undefined {
  const { elsewhere } = presentation;
  if (elsewhere.length === 0) return undefined;
  return html`<div class="part">
    ${elsewhere.map(({ name, help }) => html`<p class="quiet">${singleSignOnTexts[language].forgot(name)} ${help}</p>`)}
  </div>`;
}
