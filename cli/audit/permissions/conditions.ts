/** Decides which conditions of a permissions policy always hold for a role, and which stay open. */
import { asList, isObject, matchesWildcards } from "../../../trust";

/** A condition that could not be evaluated. */
interface OpenCondition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** What a statement demands of the request. */
export interface Demands {
  /** What is left of the conditions when those are gone that each call of the role fulfills. */
  readonly open: readonly OpenCondition[];
  /** The accounts whose identities the statement is for: patterns. Missing for all. */
  readonly accounts?: readonly string[];
}

/**
 * The regions in which IAM is called, whatever the caller chooses.
 *
 * Source: AWS, "AWS global condition context keys" (aws:RequestedRegion), and "AWS service endpoints" (IAM).
 */
const REGIONS_OF_IAM = ["us-east-1", "us-gov-west-1", "cn-north-1"];

/** The key of a condition on regions: it leaves everything in the regions that it names. */
export const REGION = "aws:requestedregion";

/**
 * Reads the conditions of a statement. A Deny keeps those that only calls of IAM, or direct calls, fulfill: it may concern others.
 *
 * Source: AWS, "AWS global condition context keys".
 */
export function demandsOf(condition: unknown, denies: boolean): Demands {
  const open: OpenCondition[] = [];
  let accounts: readonly string[] | undefined;
  for (const [operator, block] of Object.entries(isObject(condition) ? condition : {})) {
    for (const [name, value] of Object.entries(isObject(block) ? block : {})) {
      const one = { operator, key: name.toLowerCase(), values: asList(value).map(String) };
      if (accounts === undefined && namesAccounts(one, denies)) {
        accounts = matching(operator, one.values);
      } else if (!isFulfilled(one, denies)) {
        open.push(one);
      }
    }
  }
  return { open, ...(accounts === undefined ? {} : { accounts }) };
}

const POSITIVE = /^String(?:Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/;
const NEGATIVE = /^StringNot(?:Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/;

/** A policy variable for the account of the role, or of the resource. */
const OWN_ACCOUNT = /^\$\{aws:(?:Principal|Resource)Account\}$/i;

/** The resources of a role's own account are those that decide. A value that only the request knows names none. */
function namesAccounts({ operator, key, values }: OpenCondition, denies: boolean): boolean {
  return (
    POSITIVE.test(operator) &&
    (key === "aws:principalaccount" || (key === "aws:resourceaccount" && !denies)) &&
    !values.some((value) => value.includes("${"))
  );
}

/**
 * The values that an operator can find equal to a name of AWS, as patterns. Only `Like` knows wildcards.
 *
 * Source: AWS, "IAM JSON policy elements: Condition operators", "String condition operators".
 */
export function matching(operator: string, values: readonly string[]): readonly string[] {
  return operator.includes("Like") ? values : values.filter((value) => !/[*?]/.test(value));
}

function isFulfilled({ operator, key, values }: OpenCondition, denies: boolean): boolean {
  const isBool = /^Bool(?:IfExists)?$/.test(operator);
  if (isBool && key === "aws:securetransport") {
    // Nobody is kept from HTTPS.
    return values.every((value) => value.toLowerCase() === "true");
  }
  if (denies) {
    return false;
  }
  const accepts = (actual: string): boolean => values.some((value) => matchesWildcards(value, actual));
  switch (key) {
    case "aws:viaawsservice":
    case "aws:principalisawsservice":
      return isBool && values.every((value) => value.toLowerCase() === "false");
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      // What a snapshot has is one company's, so its accounts are those of the organization.
      return POSITIVE.test(operator);
    case "aws:principalaccount":
    case "aws:resourceaccount":
      return POSITIVE.test(operator) && values.some((value) => OWN_ACCOUNT.test(value));
    case "aws:principaltype":
      return POSITIVE.test(operator) && accepts("AssumedRole");
    case REGION:
      return (
        (POSITIVE.test(operator) && REGIONS_OF_IAM.some(accepts)) ||
        (NEGATIVE.test(operator) && !REGIONS_OF_IAM.some(accepts))
      );
    default:
      return false;
  }
}
