import { PLACEHOLDER } from "../kernel/condition-value";
import { grouped } from "../kernel/grouped";
import { isObject } from "../text/json-values";
import { replacedBy } from "./merged-fix";
import type { TrustFix } from "./verdict";

/** Languages in which a fix can be written. */
export type FixLanguage = "json" | "yaml" | "hcl";

/** How many values of one condition a text has: each provider of a statement can have a finding about the same ones. */
const MOST = 100;

const PLACEHOLDERS = new RegExp(PLACEHOLDER, "g");

/**
 * Writes a fix as a sentence with the code to paste. In JSON it is one line; YAML and HCL follow the sentence in lines
 * of their own.
 *
 * @param language - The language of the policy that is fixed. Default is JSON.
 */
export function remedyText(fix: TrustFix, language: FixLanguage = "json"): string {
  const { replace, operator, rename } = fix;
  const { instruction, code } = fixText(fix, language);
  if (rename !== undefined) {
    return `${instruction} ${code}.`;
  }
  if (language !== "json") {
    return `${instruction}:\n${code}`;
  }
  if (replace !== undefined) {
    const { operator: former, key, values } = replace;
    if (fix.addTo === "operator" && fix.alsoReplace === undefined) {
      return `Remove ${jsonMembers({ [key]: values })} from ${former}, and add ${code} to ${placeOf("operator", operator)}.`;
    }
    return fix.addTo === "operator"
      ? `Remove ${jsonMembers(weakBlocks(fix))} from the Condition, and add ${code} to ${placeOf("operator", operator)}.`
      : `Replace ${jsonMembers(weakBlocks(fix))} with ${code}.`;
  }
  return `Add ${code} to ${placeOf(fix.addTo, operator)}.`;
}

/**
 * Writes a fix as an instruction and, apart from it, the code that it inserts.
 *
 * @param language - The language of the policy that is fixed. Default is JSON.
 */
export function fixText(
  fix: TrustFix,
  language: FixLanguage = "json",
): { readonly instruction: string; readonly code: string } {
  const { addTo, replace, operator, conditions, rename } = fix;
  if (rename !== undefined) {
    const instruction = `In the principal and the condition keys of the statement, replace ${rename.from} with`;
    return { instruction, code: rename.to };
  }
  if (language === "hcl") {
    const instruction =
      replace === undefined
        ? "Add to the statement"
        : `Replace the ${keysText(fix, "condition on", "conditions on")} with`;
    return { instruction, code: hclBlocks(operator, conditions) };
  }
  const members = language === "json" ? jsonMembers : yamlMembers;
  const block = { [operator]: conditions };
  if (replace !== undefined) {
    const { operator: former, key } = replace;
    const weak = fix.alsoReplace === undefined ? undefined : keysText(fix, "condition on", "conditions on");
    return addTo === "operator"
      ? {
          instruction: `Remove ${weak === undefined ? `${key} from ${former}` : `the ${weak}`}, and add to ${placeOf(addTo, operator)}`,
          code: members(conditions),
        }
      : {
          instruction: `Replace ${weak === undefined ? `${former} on ${key}` : `the ${weak}`} with`,
          code: members(block),
        };
  }
  const added = addTo === "statement" ? { Condition: block } : addTo === "operator" ? conditions : block;
  return { instruction: `Add to ${placeOf(addTo, operator)}`, code: members(added) };
}

/**
 * Writes a fix as entries of `conditions` of Pulumi's `aws.iam.getPolicyDocument`. The code is valid in TypeScript, YAML,
 * and Python alike.
 *
 * Source: Pulumi Registry, "aws.iam.getPolicyDocument".
 *
 * @param expressions - The code to write in place of a value of the fix. Default: none.
 */
export function policyDocumentRemedy(
  fix: TrustFix,
  expressions: ReadonlyMap<unknown, string> = new Map(),
): string {
  const { replace, operator, conditions, rename } = fix;
  if (rename !== undefined) {
    return `With getPolicyDocument, replace it in identifiers and in each variable of conditions.`;
  }
  const shown = (value: unknown): string => expressions.get(value) ?? documentString(value);
  const code = Object.entries(conditions)
    .map(([variable, values]) =>
      [
        `{"test": ${JSON.stringify(operator)}`,
        `"variable": ${JSON.stringify(variable)}`,
        `"values": ${listText([values].flat(), shown, ", ")}}`,
      ].join(", "),
    )
    .join(", ");
  return replace === undefined
    ? `With getPolicyDocument, add ${code} to conditions.`
    : `With getPolicyDocument, replace the ${keysText(fix, "entry for", "entries for")} in conditions with ${code}.`;
}

/**
 * The placeholders among the values that a fix adds, such as `<audience>`: only the reader can fill them in. Values that the
 * replaced condition has already stay as they are.
 */
export function placeholdersIn(fix: TrustFix): string[] {
  const { conditions } = fix;
  const kept = new Set(replacedBy(fix).flatMap(({ values }) => values));
  const added = Object.values(conditions)
    .flat()
    .filter((value) => !kept.has(value));
  return [...new Set(added.flatMap((value) => [...value.matchAll(PLACEHOLDERS)].map(([found]) => found)))];
}

/** The conditions that a fix replaces, by operator. */
function weakBlocks(fix: TrustFix): Readonly<Record<string, unknown>> {
  const blocks = grouped(replacedBy(fix), ({ operator }) => operator);
  return Object.fromEntries(
    [...blocks].map(([operator, all]) => [
      operator,
      Object.fromEntries(all.map(({ key, values }) => [key, values])),
    ]),
  );
}

/** The keys of the conditions that a fix replaces, after the word for one or for several. */
function keysText(fix: TrustFix, one: string, several: string): string {
  const keys = [...new Set(replacedBy(fix).map(({ key }) => key))];
  return `${keys.length === 1 ? one : several} ${keys.join(" and ")}`;
}

/** The part of the policy that conditions are added to. */
function placeOf(addTo: TrustFix["addTo"], operator: string): string {
  return addTo === "statement"
    ? "the statement"
    : addTo === "operator"
      ? `${operator} in the Condition`
      : "the Condition";
}

/** The members of an object in JSON, without the braces around them. */
function jsonMembers(object: Readonly<Record<string, unknown>>): string {
  return Object.entries(object)
    .map(([name, value]) => `${JSON.stringify(name)}: ${jsonValue(value)}`)
    .join(", ");
}

function jsonValue(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 1 ? jsonValue(value[0]) : listText(value, jsonValue, ", ");
  }
  return isObject(value) ? `{${jsonMembers(value)}}` : JSON.stringify(value);
}

/** The members of an object in YAML, one per line. JSON strings and lists are YAML as they are. */
function yamlMembers(object: Readonly<Record<string, unknown>>, indent = ""): string {
  return Object.entries(object)
    .map(([name, value]) => {
      const key = /^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name);
      return isObject(value)
        ? `${indent}${key}:\n${yamlMembers(value, `${indent}  `)}`
        : `${indent}${key}: ${jsonValue(value)}`;
    })
    .join("\n");
}

/**
 * A text in a policy document's data source. `&{…}` stands there for a policy variable, since `${…}` means something else in
 * HCL and in Pulumi's YAML.
 *
 * Source: Terraform Registry, "aws_iam_policy_document", "Context Variable Interpolation".
 */
function documentString(text: unknown): string {
  return JSON.stringify(text).replaceAll("${", "&{");
}

/** The same in HCL, where `%{` would begin a directive. */
function hclString(text: unknown): string {
  return documentString(text).replaceAll("%{", "%%{");
}

/** The `condition` blocks of an `aws_iam_policy_document`. */
function hclBlocks(operator: string, conditions: Readonly<Record<string, unknown>>): string {
  return Object.entries(conditions)
    .map(([key, value]) =>
      [
        "condition {",
        `  test     = ${JSON.stringify(operator)}`,
        `  variable = ${JSON.stringify(key)}`,
        `  values   = ${listText(Array.isArray(value) ? value : [value], hclString, ", ")}`,
        "}",
      ].join("\n"),
    )
    .join("\n");
}

/** A list in JSON, of which all beyond the first hundred values are only counted. */
export function listText(
  values: readonly unknown[],
  shown: (value: unknown) => string,
  separator: string,
): string {
  const rest = values.length > MOST ? [`… ${values.length - MOST} more`] : [];
  return `[${[...values.slice(0, MOST).map(shown), ...rest].join(separator)}]`;
}
