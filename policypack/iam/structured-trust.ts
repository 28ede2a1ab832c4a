import { argumentPatchText, coded, outputArgumentPatchText, quoted } from "../../messages";
import { isMark, knownValues, oidcProviderName, unknownMark } from "../../trust";
import { type RuleFinding, violation } from "../engine/rule-definition";
import { secretsAmong } from "../engine/secrets";
import type { SeenResource } from "../engine/seen-resource";
import type { SourcedClaims } from "./sourced-claims";

/** Type token of this package's component for a role, which passes its trust in parts. */
export const FEDERATED_ROLE = "azure-to-aws-federation:index:FederatedRole";

const NOT_PASSED = unknownMark("an ARN that is not passed");

/** The trust that this package's component passes in parts, in addition to the document that it creates from them. */
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
    oidcProviderArn: text(resource.get("oidcProviderArn") ?? NOT_PASSED),
    audiences: list(resource.get("audiences")),
    subjects: list(resource.get("subjects")),
  };
}

/**
 * Finds the values of a claim that pin nothing. The component demands them under `StringEquals`, so an unknown value counts
 * as pinned, and only known values can be wrong.
 *
 * @param values - The component's audiences or subjects.
 * @returns Empty if there is no value at all; `undefined` if nothing is wrong with the known values.
 */
function looseValues(values: readonly (string | undefined)[]): readonly string[] | undefined {
  const loose = values.filter((value) => value !== undefined).filter(isLoose);
  return loose.length > 0 || values.length === 0 ? loose : undefined;
}

function isLoose(value: string): boolean {
  return value === "" || /[*?]|\$\{/.test(value);
}

/** Another type than a string pins nothing, as the empty string does. */
function text(value: unknown): string | undefined {
  return isMark(value) ? undefined : typeof value === "string" ? value : "";
}

function list(value: unknown): (string | undefined)[] | undefined {
  return isMark(value) ? undefined : Array.isArray(value) ? value.map(text) : [];
}

/**
 * Judges one claim of the trust that this package's component passes in parts.
 *
 * @param known - The right values of a provider's claims, by its name. Asked only if nothing is pinned.
 */
export function* judgeStructuredClaim(
  claim: "audience" | "subject",
  resource: SeenResource,
  known: (provider: string) => SourcedClaims,
): Iterable<RuleFinding> {
  const { issuer, oidcProviderArn, audiences, subjects } = readStructuredTrust(resource);
  const values = claim === "audience" ? audiences : subjects;
  const loose = values === undefined ? undefined : looseValues(values);
  if (values !== undefined && loose !== undefined) {
    const provider = issuer?.startsWith("https://") === true ? oidcProviderName(issuer) : "<issuer>";
    const key = `${provider}:${claim === "audience" ? "aud" : "sub"}`;
    const found =
      loose.length === 0
        ? "no value"
        : `a value that is empty or has a wildcard or a policy variable (${loose.map((value) => JSON.stringify(value)).join(", ")})`;
    const message = coded(
      "federated-role-pins-nothing",
      `FederatedRole ${resource.name}: nothing would pin ${key}, because ${claim}s has ${found}. Expected one or more exact values, for "Condition": {"StringEquals": {${quoted(key)}: "<${claim}>"}}.`,
    );
    const finding = violation(resource, message, claim, ...loose);
    const patch = patchOf(claim, resource, values, () => {
      const claims = known(provider);
      const account = /^arn:[^:]*:iam::(\d{12}):/.exec(oidcProviderArn ?? "")?.[1];
      const found = knownValues({ name: provider, account }, { knownClaims: [claims] });
      return { ...claims, audience: found.audience, subject: found.subject };
    });
    yield patch === undefined ? finding : { ...finding, patched: `${message.text} ${patch}` };
  }
}

/** The claims of a provider, as far as they are exact. */
type ExactClaims = Pick<SourcedClaims, "sources" | "outputs"> &
  Readonly<Record<"audience" | "subject", string | undefined>>;

/**
 * The argument to write. The values that pin something stay, and the stack's own value is only for an argument without any: the
 * role would trust more than it was to trust. A value that cannot be shown cannot stay.
 */
function patchOf(
  claim: "audience" | "subject",
  resource: SeenResource,
  values: readonly (string | undefined)[],
  known: () => ExactClaims,
): string | undefined {
  const kept = values.filter((value) => value === undefined || !isLoose(value));
  const shown = kept.filter((value) => value !== undefined);
  const secrets = shown.length === 0 ? [] : secretsAmong(resource.raw);
  const isHidden = (value: string) => secrets.some((secret) => secret !== "" && value.includes(secret));
  if (shown.length < kept.length || shown.some(isHidden)) {
    return undefined;
  }
  if (shown.length > 0) {
    return argumentPatchText(`${claim}s`, shown);
  }
  const { [claim]: value, sources, outputs } = known();
  if (value === undefined) {
    return undefined;
  }
  const holder = outputs.get(value);
  const text =
    holder === undefined
      ? argumentPatchText(`${claim}s`, [value])
      : outputArgumentPatchText(`${claim}s`, holder);
  return `${text} ${sources.get(value) ?? ""}`;
}
