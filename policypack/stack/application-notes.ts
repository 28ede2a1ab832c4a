import { coded } from "../../messages";
import { replacementPatchText } from "../../messages/policy-pack";
import { hasMarks, microsoftResource, type TrustGrant } from "../../trust";
import type { SeenStack, StackResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import { type ConsistencyNote, contradiction, notSeen } from "./consistency-note";
import { requestedTokenVersion } from "./entra-types";
import { type Federation, identifierUris } from "./federation-of-stack";
import { openText } from "./open-text";

/**
 * Compares the audience that a role's trust policy demands with the applications of the stack.
 *
 * @returns The application of the audience, if the stack has it.
 */
export function* applicationNotes(
  role: string,
  grant: TrustGrant,
  tokenVersion: 1 | 2,
  { applications }: Federation,
  stack: SeenStack,
): Generator<ConsistencyNote, StackResource | undefined> {
  const urisOf = (application: StackResource): readonly string[] => [
    ...knownStrings(application.get("identifierUris")),
    ...identifierUris(stack, application),
  ];
  const { values } = grant.audience;
  if (tokenVersion === 2) {
    const named = applications.find(
      (application) =>
        urisOf(application).some((uri) => values.includes(uri)) ||
        knownStrings(application.get("clientId")).some((id) => values.includes(id)),
    );
    if (named !== undefined) {
      yield contradiction(
        coded(
          "audience-is-application",
          `Role ${role}: nobody can assume it as written. The trust policy demands the application ${named.name}, and tokens of version 2 carry the identity's client ID in azp. Expected that client ID, or tokens of version 1.`,
        ),
        named.name,
      );
    }
    return named;
  }
  const application = applications.find((candidate) => urisOf(candidate).some((uri) => values.includes(uri)));
  if (application === undefined) {
    const byClientId = applications.find((candidate) =>
      knownStrings(candidate.get("clientId")).some((id) => values.includes(id)),
    );
    const isUnknown = applications.some((candidate) => hasMarks(candidate.get("identifierUris")));
    if (byClientId !== undefined) {
      const clientId = openText(byClientId, "clientId");
      const right = openText(byClientId, "identifierUris");
      const patch =
        clientId === undefined ? "" : replacementPatchText(`${grant.provider}:aud`, clientId, right);
      const message = coded(
        "audience-is-client-id",
        `Role ${role}: nobody can assume it as written. The trust policy demands the client ID of the application ${byClientId.name}. Expected its application ID URI, which tokens of version 1 carry.${patch}`,
      );
      yield contradiction(message, byClientId.name);
    } else if (!isUnknown && !values.every((value) => microsoftResource(value) !== undefined)) {
      yield notSeen(
        `the Entra application with the ID URI ${values.map((value) => JSON.stringify(value)).join(" or ")}`,
      );
    }
    return byClientId;
  }
  if (requestedTokenVersion(application) === 2) {
    const message = coded(
      "token-version-contradicts",
      `Role ${role}: nobody can assume it as written. The trust policy is for tokens of version 1, and the application ${application.name} requests version 2, which has another issuer. Set requestedAccessTokenVersion to 1.`,
    );
    yield contradiction(message, application.name);
  }
  return application;
}
