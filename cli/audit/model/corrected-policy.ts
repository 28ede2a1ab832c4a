/** The corrected trust policy that the report offers for a role, also for Terraform and other tools. */
import {
  asList,
  isObject,
  type JudgeOptions,
  judgePartialPolicy,
  statementAfter,
  stringsIn,
  type TrustFinding,
  type TrustFix,
} from "../../../trust";
import type { Correction } from "../audit-report";
import { lazyYaml } from "../lazy-yaml";

type Json = Record<string, unknown>;

/** How often fixes are applied: a fix can show what another finding hid. */
const ROUNDS = 3;

/**
 * The trust policy with the fixes of its findings, in each language.
 *
 * @param trustPolicy - In JSON.
 * @returns `undefined` if no change of conditions corrects it, or it is right as it is.
 */
export function correctionOf(
  trustPolicy: string,
  findings: readonly TrustFinding[],
  options: JudgeOptions,
): Correction | undefined {
  const corrected = corrects(JSON.parse(trustPolicy), findings, options);
  return corrected && new LazyCorrection(trustPolicy, options, corrected.hasPlaceholders);
}

/** The corrected policy, and whether it has placeholders. */
function corrects(
  policy: unknown,
  findings: readonly TrustFinding[],
  options: JudgeOptions,
): { readonly policy: Json; readonly hasPlaceholders: boolean } | undefined {
  if (!isObject(policy)) {
    return undefined;
  }
  let corrected: Json = structuredClone(policy);
  let open = violationsOf(findings);
  let isPlaced = false;
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    if (open.some(({ fix, statement }) => fix === undefined || statement === undefined)) {
      return undefined;
    }
    isPlaced ||= open.some(({ fix }) => fix !== undefined && hasPlaceholder(fix));
    corrected = withFixes(corrected, open);
    // A placeholder is a violation of its own: what is left then is for the reader.
    open = isPlaced ? [] : violationsOf(judgePartialPolicy(corrected, options).findings);
  }
  if (open.length > 0 || JSON.stringify(corrected) === JSON.stringify(policy)) {
    return undefined;
  }
  return { policy: corrected, hasPlaceholders: isPlaced };
}

function violationsOf(findings: readonly TrustFinding[]): readonly TrustFinding[] {
  return findings.filter(({ severity }) => severity === "violation");
}

function hasPlaceholder({ conditions }: TrustFix): boolean {
  return Object.values(conditions)
    .flat()
    .some((value) => /<[^>]*>/.test(value));
}

function withFixes(policy: Json, findings: readonly TrustFinding[]): Json {
  const statements = asList(policy.Statement);
  const fixed = statements.flatMap((statement, position): unknown[] => {
    const own = findings.filter((finding) => finding.statement === position);
    return own.length === 0 || !isObject(statement) ? [statement] : withFixesOf(statement, own);
  });
  return { ...policy, Statement: fixed };
}

/** A statement with its fixes. Conditions for one provider would lock out the others, so each gets a statement. */
function withFixesOf(statement: Json, findings: readonly TrustFinding[]): Json[] {
  const principal = isObject(statement.Principal) ? statement.Principal : {};
  const { Federated, ...others } = principal;
  const providers = stringsIn(Federated);
  if (providers.length <= 1 && Object.keys(others).length === 0) {
    return [findings.reduce<Json>(withFix, statement)];
  }
  const perProvider: Json[] = providers.map((provider) => {
    const own = findings.filter(
      (finding) => finding.provider === undefined || provider.endsWith(finding.provider),
    );
    return own.reduce<Json>(withFix, { ...statement, Principal: { Federated: provider } });
  });
  const rest: Json[] = Object.keys(others).length === 0 ? [] : [{ ...statement, Principal: others }];
  // A Sid may come once.
  return [...perProvider, ...rest].map(({ Sid, ...members }, index) =>
    index === 0 && Sid !== undefined ? { Sid, ...members } : members,
  );
}

function withFix(statement: Json, { fix }: TrustFinding): Json {
  return fix === undefined ? statement : statementAfter(statement, fix);
}

/**
 * A correction that is made again when it is read: in memory, the corrected policies of a large company take as much as all the
 * policies that they correct, and their texts ten times that.
 */
class LazyCorrection implements Correction {
  readonly hasPlaceholders: boolean;
  readonly #trustPolicy: string;
  readonly #options: JudgeOptions;

  constructor(trustPolicy: string, options: JudgeOptions, hasPlaceholders: boolean) {
    this.#trustPolicy = trustPolicy;
    this.#options = options;
    this.hasPlaceholders = hasPlaceholders;
  }

  get json(): string {
    return indented(this.#policy());
  }

  get terraform(): string {
    return `assume_role_policy = jsonencode(${hcl(this.#policy(), "")})`;
  }

  get cloudformation(): string {
    // CloudFormation has no escape for a dynamic reference, and would replace it.
    return this.json.includes("{{resolve:")
      ? "# CloudFormation would replace a value of this policy: use another form."
      : lazyYaml().stringify({ AssumeRolePolicyDocument: this.#policy() }, { lineWidth: 0 }).trimEnd();
  }

  get pulumi(): string {
    return `assumeRolePolicy: ${indented(this.#policy())},`;
  }

  toJSON(): Correction {
    const { json, terraform, cloudformation, pulumi, hasPlaceholders } = this;
    return { json, terraform, cloudformation, pulumi, hasPlaceholders };
  }

  #policy(): unknown {
    const policy: unknown = JSON.parse(this.#trustPolicy);
    const { findings } = judgePartialPolicy(policy, this.#options);
    return corrects(policy, findings, this.#options)?.policy;
  }
}

function indented(policy: unknown): string {
  return JSON.stringify(policy, null, 2);
}

/** A value as an expression of HCL. Source: HashiCorp, "Terraform: Strings and Templates", escape sequences. */
function hcl(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0
      ? "[]"
      : `[\n${value.map((item) => `${deeper}${hcl(item, deeper)},`).join("\n")}\n${indent}]`;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(
      ([name, member]) => `${deeper}${hclString(name)} = ${hcl(member, deeper)}`,
    );
    return members.length === 0 ? "{}" : `{\n${members.join("\n")}\n${indent}}`;
  }
  return typeof value === "string" ? hclString(value) : JSON.stringify(value ?? null);
}

function hclString(text: string): string {
  return JSON.stringify(text).replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
}
