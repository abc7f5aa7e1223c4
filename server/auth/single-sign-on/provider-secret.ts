// The secret of a provider: sealed in the database, opened when it is used, shown to nobody.

import type { ProviderRow } from "../../store/identity-providers.ts";
import type { SecretBox } from "../secret-box.ts";

type Whose = Pick<ProviderRow, "organisationId" | "kind">;

const contextOf = ({ organisationId, kind }: Whose) => `identity provider ${organisationId} ${kind}`;

export function sealProviderSecret(secrets: SecretBox, whose: Whose, secret: string): Buffer {
  return secrets.seal(Buffer.from(secret), contextOf(whose));
}

export function openProviderSecret(
  secrets: SecretBox,
  provider: Whose & Pick<ProviderRow, "secret">,
): string | undefined {
  return provider.secret ? secrets.open(provider.secret, contextOf(provider)).toString("utf8") : undefined;
}
