import { oidcProviderName } from "azure-to-aws-federation/trust";
import { type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { UNKNOWN } from "../engine/unknown";

/** Type token of this package's component for a role, which passes its trust in parts. */
export const FEDERATED_ROLE = "azure-to-aws-federation:index:FederatedRole";

/** The trust that this package's component passes in parts, beside the document that it makes of them. */
export interface StructuredTrust {
  /** The issuer's URL; `undefined` while it is unknown. */
  readonly issuer: string | undefined;
  /** The provider's ARN; `undefined` while it is unknown, and where none is passed. */
  readonly oidcProviderArn: string | undefined;
  /** One entry an audience, `undefined` while it is unknown; `undefined` while not even their number is known. */
  readonly audiences: readonly (string | undefined)[] | undefined;
  /** The subjects, in the same way. */
  readonly subjects: readonly (string | undefined)[] | undefined;
}

/** Reads the component's inputs leaf by leaf: in a first preview some are unknown, others not. */
export function readStructuredTrust(resource: SeenResource): StructuredTrust {
  return {
    issuer: text(resource.get("issuer")),
    oidcProviderArn: text(resource.get("oidcProviderArn") ?? UNKNOWN),
    audiences: list(resource.get("audiences")),
    subjects: list(resource.get("subjects")),
  };
}

/**
 * Says why the values of a claim pin nothing. The component demands them under `StringEquals`, so a value that is not
 * known yet counts as pinned; only what is known can be wrong.
 *
 * @param values - The component's audiences or subjects.
 * @returns What was found; `undefined` if nothing is wrong with what is known.
 */
function looseValues(values: readonly (string | undefined)[]): string | undefined {
  if (values.length === 0) {
    return "an empty list";
  }
  const loose = values.filter((value) => value !== undefined && (value === "" || /[*?]|\$\{/.test(value)));
  return loose.length === 0
    ? undefined
    : `${loose.map((value) => JSON.stringify(value)).join(", ")}, of which a value is empty or has a wildcard or a policy variable`;
}

/** What is no text pins nothing, as the empty text does. */
function text(value: unknown): string | undefined {
  return value === UNKNOWN ? undefined : typeof value === "string" ? value : "";
}

function list(value: unknown): (string | undefined)[] | undefined {
  return value === UNKNOWN ? undefined : Array.isArray(value) ? value.map(text) : [];
}

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
        `Expected: one exact ${claim} or more, for "Condition": {"StringEquals": {${JSON.stringify(key)}: "<${claim}>"}}`,
      found,
    );
  }
}
