import { isObject } from "../trust";
import { asWritten } from "./bare-policies/as-written";
import type { FoundPolicy } from "./policy-source";
import { withoutUrlEncoding } from "./url-encoded";

/** What a trust policy about web identities has, and no other policy has. Source: AWS STS, AssumeRoleWithWebIdentity. */
const IS_ABOUT_WEB_IDENTITIES = /webidentity|"federated"\s*:/i;
const PRINCIPAL = /^(?:not)?principal$/i;

/** Deeper values are not walked: no one writes a policy so deep, and the machine's stack is limited. */
const DEEPEST = 200;

/**
 * Finds whole trust policies about web identities under any name, as objects or as strings in JSON.
 *
 * @param known - The places of policies that were found before, with `/` between names. Nothing in them is found again.
 */
export function wholePolicies(value: unknown, known: ReadonlySet<string>): FoundPolicy[] {
  return [...policiesIn(value, [], known)];
}

function* policiesIn(
  value: unknown,
  path: readonly (string | number)[],
  known: ReadonlySet<string>,
): Iterable<FoundPolicy> {
  if (known.has(path.join("/")) || path.length > DEEPEST) {
    return;
  }
  const written = withoutUrlEncoding(value);
  if (isTrustPolicy(typeof written === "string" ? parsed(written) : written)) {
    const role = `trust policy ${path.join(".")}`;
    yield {
      role,
      id: path,
      kind: "trust-policy",
      path,
      document: asWritten(written),
      embedded: typeof value === "string",
    };
  } else if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    for (const [name, member] of Object.entries(value)) {
      yield* policiesIn(member, [...path, isList ? Number(name) : name], known);
    }
  }
}

/** Whether a value is a whole trust policy about web identities. */
export function isTrustPolicy(value: unknown): boolean {
  if (!isObject(value)) {
    return false;
  }
  const [, statement] = Object.entries(value).find(([name]) => name.toLowerCase() === "statement") ?? [];
  return [statement]
    .flat()
    .some(
      (one) =>
        isObject(one) &&
        Object.keys(one).some((name) => PRINCIPAL.test(name)) &&
        IS_ABOUT_WEB_IDENTITIES.test(JSON.stringify(one)),
    );
}

function parsed(text: string): unknown {
  if (!IS_ABOUT_WEB_IDENTITIES.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
