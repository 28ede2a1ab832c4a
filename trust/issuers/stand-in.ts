import { type ClaimDemand, comparedText, demandOn } from "../kernel/claim-demand";
import { compares, type ConditionIndex, demandsTheClaim } from "../kernel/condition-index";
import type { OidcProvider } from "../kernel/oidc-provider";
import { possibleIssuers } from "./find-issuer";
import type { StandIn } from "./issuer-facts";
import type { JudgeOptions } from "./judge-options";
import { MICROSOFT_SERVICES } from "./microsoft";
import { NamePattern } from "./name-pattern";
import { hasUnknownPart } from "./unknown-part";

/** A claim of a statement that identifies the caller in the subject's place. */
export interface FoundStandIn {
  readonly standIn: StandIn;
  /** The condition key, as a policy would have it. */
  readonly key: string;
  readonly demand: ClaimDemand;
  /** Whether IAM refuses the policy for what is missing beside it. */
  readonly isRefusedByIam: boolean;
}

const NO_PATTERNS = (): boolean => false;

/**
 * Finds the claim that identifies the caller in the subject's place, if the statement has one.
 *
 * @param partial - Whether parts of values can be unknown. Such a value counts if it could be a right one.
 */
export function findStandIn(
  provider: OidcProvider,
  conditions: ConditionIndex,
  audience: ClaimDemand,
  variables: boolean,
  { microsoftServices = MICROSOFT_SERVICES }: JudgeOptions,
  partial: boolean,
): FoundStandIn | undefined {
  let refused: FoundStandIn | undefined;
  for (const standIn of standInsOf(provider, partial)) {
    const { service, audiences, beside, needsAudience = false, accepts = isExact, example } = standIn;
    // A session name of Microsoft's ends with an ID, which is the same in either case.
    const foldsCase = standIn.foldsCase === true || service !== undefined;
    const key = standIn.key.includes(":") ? standIn.key : `${provider.name}:${standIn.key}`;
    const demand = demandOn(conditions.on(key.toLowerCase()), variables, NO_PATTERNS);
    const isPattern = (value: string): boolean => demand.kind === "patterns" && /[*?]/.test(value);
    if (
      demand.values.length === 0 ||
      (needsAudience && audience.kind !== "exact") ||
      (demand.kind === "patterns" && demand.beginnings === undefined && !foldsCase) ||
      !demand.values.every((value) =>
        partial && hasUnknownPart(value) && !(accepts === isExact && isPattern(value))
          ? example?.includes("<") !== true || couldBe(value, example)
          : value !== "" && accepts(value, isPattern(value)),
      ) ||
      (service !== undefined && !microsoftServices.some((name) => name === service)) ||
      (audiences !== undefined &&
        !audience.values.every((value) =>
          audiences.some((one) => one === value || (partial && couldBe(value, one))),
        ))
    ) {
      continue;
    }
    const isRefusedByIam = beside !== undefined && !isDemandMet(beside, provider, conditions);
    const found = { standIn, key, demand, isRefusedByIam };
    if (!isRefusedByIam) {
      return found;
    }
    refused ??= found;
  }
  return refused;
}

/** The stand-ins of a provider's issuer. If parts of the name are unknown, those of all issuers that it could be. */
function standInsOf({ issuer, foldedName }: OidcProvider, partial: boolean): readonly StandIn[] {
  return partial
    ? possibleIssuers(foldedName).flatMap(({ facts }) => facts.standIns ?? [])
    : (issuer?.facts.standIns ?? []);
}

/** Whether a value with unknown parts can be of a form with `<…>` for a name. */
function couldBe(value: string, form: string): boolean {
  return hasUnknownPart(value) && new NamePattern(form).matches(value, true);
}

function isExact(_: string, isPattern: boolean): boolean {
  return !isPattern;
}

/** Values that IAM takes for no demand at all. Source: AWS, "Create a role for OpenID Connect federation (console)". */
const OPEN_VALUE = /^[*?]*$/;

/** Whether a statement compares one of some claims with a value that is not open, as IAM demands for shared issuers. */
export function isDemandMet(
  claims: readonly string[],
  provider: OidcProvider,
  conditions: ConditionIndex,
): boolean {
  return claims.some((claim) =>
    conditions.on(claim.includes(":") ? claim.toLowerCase() : `${provider.foldedName}:${claim}`).some(
      (condition) =>
        compares(condition) &&
        demandsTheClaim(condition) &&
        condition.operator.comparison !== "other" &&
        condition.values.some((value) => {
          const text = comparedText(value);
          return text !== undefined && !OPEN_VALUE.test(text);
        }),
    ),
  );
}
