import { POLICY_RULES, replacementPatchText } from "../../messages";
import { microsoftResource, stringsIn, type TrustGrant } from "../../trust";
import type { SeenStack, StackResource } from "../engine/seen-resource";
import { hasUnknown } from "../engine/unknown";
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
    ...stringsIn(application.get("identifierUris")),
    ...identifierUris(stack, application),
  ];
  const { values } = grant.audience;
  if (tokenVersion === 2) {
    const named = applications.find(
      (application) =>
        urisOf(application).some((uri) => values.includes(uri)) ||
        stringsIn(application.get("clientId")).some((id) => values.includes(id)),
    );
    if (named !== undefined) {
      yield contradiction(POLICY_RULES.say("audience-is-application", role, named.name), named.name);
    }
    return named;
  }
  const application = applications.find((candidate) => urisOf(candidate).some((uri) => values.includes(uri)));
  if (application === undefined) {
    const byClientId = applications.find((candidate) =>
      stringsIn(candidate.get("clientId")).some((id) => values.includes(id)),
    );
    const isUnknown = applications.some((candidate) => hasUnknown(candidate.get("identifierUris")));
    if (byClientId !== undefined) {
      const clientId = openText(byClientId, "clientId");
      const right = openText(byClientId, "identifierUris");
      const patch =
        clientId === undefined ? "" : replacementPatchText(`${grant.provider}:aud`, clientId, right);
      const message = POLICY_RULES.say("audience-is-client-id", role, byClientId.name, patch);
      yield contradiction(message, byClientId.name);
    } else if (!isUnknown && !values.every((value) => microsoftResource(value) !== undefined)) {
      yield notSeen(
        `the Entra application with the ID URI ${values.map((value) => JSON.stringify(value)).join(" or ")}`,
      );
    }
    return byClientId;
  }
  if (requestedTokenVersion(application) === 2) {
    const message = POLICY_RULES.say("token-version-contradicts", role, application.name);
    yield contradiction(message, application.name);
  }
  return application;
}
