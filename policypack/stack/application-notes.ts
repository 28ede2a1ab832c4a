import { stringsIn, type TrustGrant } from "azure-to-aws-federation/trust";
import type { SeenStack, StackResource } from "../engine/seen-resource";
import { hasUnknown } from "../engine/unknown";
import { type ConsistencyNote, contradiction, notSeen } from "./consistency-note";
import { requestedTokenVersion } from "./entra-types";
import { type Federation, identifierUris } from "./federation-of-stack";

/**
 * Compares the audience that a trust policy asks for with the applications of the stack.
 *
 * @returns The application of the audience, if the stack has it.
 */
export function* applicationNotes(
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
      yield contradiction(
        `tokens of version 2 have the calling identity's client ID in azp, which AWS compares, but the trust policy asks for the application ${named.name}. Expected: the identity's client ID, or tokens of version 1.`,
      );
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
      yield contradiction(
        `the trust policy asks for the client ID of the application ${byClientId.name}; tokens of version 1 carry its application ID URI.`,
      );
    } else if (!isUnknown) {
      yield notSeen(
        `the Entra application with the ID URI ${values.map((value) => JSON.stringify(value)).join(" or ")}`,
      );
    }
    return byClientId;
  }
  if (requestedTokenVersion(application) === 2) {
    yield contradiction(
      `the trust policy is for tokens of version 1, but the application ${application.name} asks for version 2, with another issuer.`,
    );
  }
  return application;
}
