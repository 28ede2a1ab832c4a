import { coded, quoted } from "../../messages";
import { hasMark, hasMarks, type TrustGrant } from "../../trust";
import { knownStrings } from "../engine/unknown";
import type { IamObject } from "../iam/iam-object";
import { type ConsistencyNote, contradiction, notSeen } from "./consistency-note";

/** Compares the provider that a role's trust policy names, and its audiences, with the providers of the stack. */
export function* providerNotes(
  role: string,
  grant: TrustGrant,
  providers: readonly IamObject[],
): Iterable<ConsistencyNote> {
  if (providers.some(({ properties }) => hasMark(properties.Url))) {
    return;
  }
  const nameOf = ({ properties }: IamObject): string => String(properties.Url).replace(/^https:\/\//, "");
  const fold = (name: string): string => name.toLowerCase().replace(/\/$/, "");
  const provider = providers.find((candidate) => nameOf(candidate) === grant.provider);
  const near = providers.find((candidate) => fold(nameOf(candidate)) === fold(grant.provider));
  if (provider === undefined) {
    yield near === undefined
      ? notSeen(`the OpenID Connect provider ${grant.provider}`)
      : differingUrl(role, grant.provider, near);
    return;
  }
  const clientIds = provider.properties.ClientIdList;
  if (!hasMarks(clientIds)) {
    for (const audience of grant.audience.values.filter(
      (value) => !knownStrings(clientIds).includes(value),
    )) {
      const message = coded(
        "audience-not-listed",
        `Role ${role}: nobody can assume it as written. The trust policy demands the audience ${quoted(audience)}, which is not a client ID of the provider ${provider.name}. Add it to the client IDs.`,
      );
      yield contradiction(message, audience, provider.holder.urn, provider.place);
    }
  }
}

function differingUrl(role: string, provider: string, { name, properties }: IamObject): ConsistencyNote {
  const url = String(properties.Url);
  return contradiction(
    coded(
      "provider-url-contradicts",
      `Role ${role}: nobody can assume it as written. The trust policy names the provider ${provider}, and ${name} has the URL ${url}. Expected the same string in both.`,
    ),
    provider,
    url,
  );
}
