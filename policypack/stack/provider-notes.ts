import { stringsIn, type TrustGrant } from "azure-to-aws-federation/trust";
import { hasUnknown, UNKNOWN } from "../engine/unknown";
import type { IamObject } from "../iam/iam-object";
import { type ConsistencyNote, contradiction, notSeen } from "./consistency-note";

/** Compares the provider that a trust policy names, and its audiences, with the providers of the stack. */
export function* providerNotes(
  grant: TrustGrant,
  providers: readonly IamObject[],
): Iterable<ConsistencyNote> {
  if (providers.some(({ properties }) => properties.Url === UNKNOWN)) {
    return;
  }
  const nameOf = ({ properties }: IamObject): string => String(properties.Url).replace(/^https:\/\//, "");
  const fold = (name: string): string => name.toLowerCase().replace(/\/$/, "");
  const provider = providers.find((candidate) => nameOf(candidate) === grant.provider);
  const near = providers.find((candidate) => fold(nameOf(candidate)) === fold(grant.provider));
  if (provider === undefined) {
    yield near === undefined
      ? notSeen(`the OpenID Connect provider ${grant.provider}`)
      : contradiction(
          `the trust policy names the provider ${grant.provider}, but ${near.name} has the URL ${String(near.properties.Url)}. They must be the same to the letter.`,
        );
    return;
  }
  const clientIds = provider.properties.ClientIdList;
  if (!hasUnknown(clientIds)) {
    for (const audience of grant.audience.values.filter((value) => !stringsIn(clientIds).includes(value))) {
      yield contradiction(
        `the trust policy asks for the audience ${JSON.stringify(audience)}, which is no client ID of the provider ${provider.name}. AWS refuses each token for it.`,
      );
    }
  }
}
