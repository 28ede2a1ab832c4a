import type { TrustFinding } from "../../trust";
import { isObject } from "../../trust/json-object";
import type { Part, Path } from "../source/source-node";

/** What to point at in a policy. */
export interface Pointer {
  readonly path: Path;
  readonly part: Part;
}

/** Parts of a statement that a finding can speak of, by how it begins or ends. */
const PARTS: readonly (readonly [pattern: RegExp, names: readonly string[]])[] = [
  [/^the Effect /, ["Effect"]],
  [/^the action /, ["Action", "NotAction"]],
  [/^the (Principal|principal|federated principal|kind of principal) |^a Principal /, ["Principal"]],
  [/^the Condition /, ["Condition"]],
  [/^both Principal and NotPrincipal$/, ["NotPrincipal"]],
  [/^both Action and NotAction$/, ["NotAction"]],
  [/^a Sid /, ["Sid"]],
];

/**
 * Finds what a finding is about in the policy that it was found in.
 *
 * @param policy - The policy, parsed.
 */
export function locateFinding(
  policy: unknown,
  { statement: index, rule, key, provider, found }: TrustFinding,
): Pointer {
  const member = /^the member ("(?:[^"\\]|\\.)*")/.exec(found)?.[1];
  const name = member === undefined ? undefined : (JSON.parse(member) as string);
  const document = isObject(policy) ? policy : {};
  if (index === undefined) {
    const own = name ?? (found.startsWith("the version ") ? "Version" : undefined);
    return own !== undefined && own in document ? entry([own]) : { path: [], part: "value" };
  }
  const list = document.Statement;
  const base: Path = Array.isArray(list) ? ["Statement", index] : ["Statement"];
  const statement: unknown = Array.isArray(list) ? (list as unknown[])[index] : list;
  if (!isObject(statement)) {
    return { path: base, part: "value" };
  }
  const has = (part: string | undefined): part is string =>
    part !== undefined && statement[part] !== undefined;
  if (rule === "trust-policy-is-well-formed") {
    const part = name ?? PARTS.find(([pattern]) => pattern.test(found))?.[1].find(has);
    return has(part)
      ? entry([...base, part])
      : (inCondition(statement, base, found) ?? { path: base, part: "value" });
  }
  if (key !== undefined) {
    const condition = keyIn(statement.Condition, key);
    if (condition !== undefined) {
      return entry([...base, "Condition", ...condition]);
    }
    if (rule !== "oidc-trust-names-its-issuer" && provider !== "*" && has("Condition")) {
      return { path: [...base, "Condition"], part: "name" };
    }
  }
  const principal = ["Principal", "NotPrincipal"].find(has);
  return principal === undefined ? { path: base, part: "value" } : entry([...base, principal]);
}

function entry(path: Path): Pointer {
  return { path, part: "entry" };
}

/** The condition on a key, or else on another provider's key for the same claim. */
function keyIn(condition: unknown, wanted: string): Path | undefined {
  const blocks = isObject(condition) ? Object.entries(condition) : [];
  const keys = blocks.flatMap(([operator, block]) =>
    isObject(block) ? Object.keys(block).map((key): [string, string] => [operator, key]) : [],
  );
  const folded = wanted.toLowerCase();
  const claim = folded.slice(folded.lastIndexOf(":"));
  return (
    keys.find(([, key]) => key.toLowerCase() === folded) ??
    keys.find(([, key]) => key.toLowerCase().endsWith(claim) && /^[^:]*\./.test(key))
  );
}

/** The operator, or the key under it, that a finding about a malformed condition names. */
function inCondition(statement: Record<string, unknown>, base: Path, found: string): Pointer | undefined {
  const condition = isObject(statement.Condition) ? statement.Condition : {};
  const path = [...base, "Condition"];
  for (const [operator, block] of Object.entries(condition)) {
    if (found === `the condition operator ${JSON.stringify(operator)}`) {
      return { path: [...path, operator], part: "name" };
    }
    if (new RegExp(` under ${operator.replace(/[^\w]/g, "\\$&")}(,|$)`).test(found)) {
      const key = Object.keys(isObject(block) ? block : {}).find((own) => found.includes(`${own} `));
      return entry([...path, operator, ...(key === undefined ? [] : [key])]);
    }
  }
  return undefined;
}
