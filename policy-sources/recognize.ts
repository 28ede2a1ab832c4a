import { roleInput } from "./bare-policies/role-input";
import { trustStatements } from "./bare-policies/statements";
import { trustPolicies, trustPolicy } from "./bare-policies/trust-policies";
import { serverlessFramework } from "./cloudformation/serverless-framework";
import { cloudFormationFragment } from "./cloudformation/template-fragment";
import { cloudFormation } from "./cloudformation/template-policies";
import { authorizationDetails } from "./iam-api/authorization-details";
import { manifests } from "./kubernetes/manifests";
import type { PolicySource } from "./policy-source";
import { type Source, withWayOn } from "./positions/source";
import { pulumiState } from "./pulumi-state/state-policies";
import { terraform } from "./terraform/terraform";
import { UnreadableError } from "./unreadable";

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
  terraform,
  manifests,
];

/**
 * Recognizes the kind of a file by its content.
 *
 * @throws {UnreadableError} In three cases: if the file cannot contain trust policies; if it is of two kinds at once, because
 * the roles of the other kind would be missed; or if it has a member twice outside a trust policy, because readers differ in
 * which of the two they use.
 */
export function recognize({ value, text, language, repeated, lines }: Source): PolicySource {
  const [format, other] = FORMATS.filter(({ recognizes }) => recognizes(value));
  if (format === undefined) {
    const names = FORMATS.map(({ name }) => name).join(", ");
    throw new UnreadableError(withWayOn(`it is none of these: ${names}`, text));
  }
  if (other !== undefined) {
    throw new UnreadableError(`it is ${format.name} and ${other.name} at once; make it one of them`);
  }
  if (language === "YAML" && format.yaml !== true) {
    throw new UnreadableError(`it is ${format.name} in YAML, which is read as JSON only`);
  }
  // The judge rejects a trust policy with a repetition, which says more.
  if (repeated !== undefined && format !== trustPolicy) {
    const { line, column } = lines().positionOf(repeated.start);
    const name = JSON.stringify(repeated.name);
    throw new UnreadableError(
      `it has the member ${name} twice in one object, again at line ${line}, column ${column}`,
    );
  }
  return format;
}
