import { serverlessFramework } from "./cloudformation/serverless-framework";
import { cloudFormationFragment } from "./cloudformation/template-fragment";
import { cloudFormation } from "./cloudformation/template-policies";
import { authorizationDetails } from "./iam-api/authorization-details";
import type { PolicySource } from "./policy-source";
import type { Source } from "./positions/source";
import { pulumiState } from "./pulumi-state/state-policies";
import { terraform } from "./terraform/terraform";
import { trustPolicies, trustPolicy } from "./trust-policies";
import { UnreadableError } from "./unreadable";

/** Every kind of file, in the order in which they are tried. */
const FORMATS: readonly PolicySource[] = [
  trustPolicy,
  trustPolicies,
  authorizationDetails,
  cloudFormation,
  cloudFormationFragment,
  serverlessFramework,
  pulumiState,
  terraform,
];

/**
 * Recognizes by its content what a file is.
 *
 * @throws {UnreadableError} If it is nothing that trust policies are found in; if it is two kinds at once, since the
 * roles of the other would go unseen; or if it has a member twice outside a trust policy: readers differ in which of the
 * two they take.
 */
export function recognize({ value, language, repeated, lines }: Source): PolicySource {
  const [format, other] = FORMATS.filter(({ recognizes }) => recognizes(value));
  if (format === undefined) {
    throw new UnreadableError(`it is none of these: ${FORMATS.map(({ name }) => name).join(", ")}`);
  }
  if (other !== undefined) {
    throw new UnreadableError(`it is ${format.name} and ${other.name} at once; make it one of them`);
  }
  if (language === "YAML" && format.yaml !== true) {
    throw new UnreadableError(`it is ${format.name} in YAML; only CloudFormation templates may be YAML`);
  }
  // The judge refuses a trust policy with a repetition, which says more.
  if (repeated !== undefined && format !== trustPolicy) {
    const { line, column } = lines().positionOf(repeated.start);
    const name = JSON.stringify(repeated.name);
    throw new UnreadableError(
      `it has the member ${name} twice in one object, again at line ${line}, column ${column}`,
    );
  }
  return format;
}
