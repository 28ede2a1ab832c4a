import { oidcProviderName } from "azure-to-aws-federation/trust";
import { type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { looseValues, readStructuredTrust } from "./structured-trust";

/** Judges one claim of the trust that this package's component passes in parts. */
export function* judgeStructuredClaim(
  claim: "audience" | "subject",
  resource: SeenResource,
): Iterable<RuleFinding> {
  const { issuer, audiences, subjects } = readStructuredTrust(resource);
  const values = claim === "audience" ? audiences : subjects;
  const found = values === undefined ? undefined : looseValues(values);
  if (found !== undefined) {
    const provider = issuer?.startsWith("https://") === true ? oidcProviderName(issuer) : "<issuer>";
    const key = `${provider}:${claim === "audience" ? "aud" : "sub"}`;
    yield violation(
      resource,
      `FederatedRole ${resource.name}: found ${found}, in ${claim}s. Nothing would pin ${key}. ` +
        `Right would be one exact ${claim} or more, for "Condition": {"StringEquals": {${JSON.stringify(key)}: "<${claim}>"}}`,
      found,
    );
  }
}
