import { coded, quoted } from "../messages";
import { INPUT_FILES } from "../messages/input-files";
import { otherPolicy } from "./bare-policies/other-policies";
import { roleInput } from "./bare-policies/role-input";
import { trustStatements } from "./bare-policies/statements";
import { trustPolicies, trustPolicy } from "./bare-policies/trust-policies";
import { serverlessFramework } from "./cloudformation/serverless-framework";
import { cloudFormationFragment } from "./cloudformation/template-fragment";
import { cloudFormation } from "./cloudformation/template-policies";
import { authorizationDetails } from "./iam-api/authorization-details";
import { manifests } from "./kubernetes/manifests";
import type { PolicySource } from "./policy-source";
import type { Source } from "./positions/source";
import { pulumiPlan } from "./pulumi-preview/plan";
import { pulumiPreview } from "./pulumi-preview/preview";
import { pulumiState } from "./pulumi-state/state-policies";
import { shapedRoles } from "./shaped-roles";
import { terraform } from "./terraform/terraform";
import { UnreadableError } from "./unreadable";
import { wayOn } from "./way-on";

/** Every kind of file, in the order in which they are tried. */
const FORMATS: readonly PolicySource[] = [
  trustPolicy,
  trustPolicies,
  trustStatements,
  roleInput,
  authorizationDetails,
  cloudFormation,
  cloudFormationFragment,
  serverlessFramework,
  pulumiState,
  pulumiPreview,
  pulumiPlan,
  terraform,
  manifests,
];

/** Kinds that look like other policies than trust policies. */
const BARE: ReadonlySet<PolicySource> = new Set([trustPolicy, trustPolicies, trustStatements]);

/**
 * Recognizes the kind of a file by its content.
 *
 * @throws {UnreadableError} In four cases: if the file cannot contain trust policies; if it is another policy; if it is of two kinds at once, because
 * the roles of the other kind would be missed; or if it has a member twice outside a trust policy, because readers differ in
 * which of the two they use.
 */
export function recognize({ value, text, language, repeated, lines }: Source): PolicySource {
  const [known, other] = FORMATS.filter(({ recognizes }) => recognizes(value));
  if (known !== undefined && BARE.has(known) && repeated === undefined) {
    const policy = otherPolicy(value);
    if (policy !== undefined) {
      throw new UnreadableError(INPUT_FILES.say(`input-${policy}-policy`));
    }
  }
  const format = known ?? (shapedRoles.recognizes(value) ? shapedRoles : undefined);
  if (format === undefined) {
    throw new UnreadableError(
      coded(
        "input-kind-unknown",
        `unknown kind of file. ${wayOn(text) ?? "Run npx @azure-to-aws/cli judge --help to list the kinds"}`,
      ),
    );
  }
  if (other !== undefined) {
    throw new UnreadableError(
      coded(
        "input-kind-ambiguous",
        `the file is both ${format.name} and ${other.name}. Split it into two files`,
      ),
    );
  }
  if (language === "YAML" && format.yaml !== true) {
    throw new UnreadableError(
      coded("input-kind-json-only", `the file is ${format.name} in YAML. Expected JSON. Export it as JSON`),
    );
  }
  // The judge rejects a trust policy with a repetition, which says more.
  if (repeated !== undefined && format !== trustPolicy) {
    const { line, column } = lines().positionOf(repeated.start);
    throw new UnreadableError(
      coded(
        "input-member-twice",
        `the member ${quoted(repeated.name)} is in one object twice, again at line ${line}, column ${column}. Remove one of them`,
      ),
    );
  }
  return format;
}
