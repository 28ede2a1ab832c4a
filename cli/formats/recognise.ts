import { UnreadableError } from "../input/unreadable";
import type { Source } from "../source/source";
import { authorizationDetails } from "./authorization-details";
import { cloudFormation } from "./cloudformation";
import type { Format } from "./format";
import { pulumiDeployment } from "./pulumi-deployment";
import { terraform } from "./terraform";
import { trustPolicies, trustPolicy } from "./trust-policies";

/** Every kind of file, in the order in which they are tried. */
const FORMATS: readonly Format[] = [
  trustPolicy,
  trustPolicies,
  authorizationDetails,
  cloudFormation,
  pulumiDeployment,
  terraform,
];

/**
 * Recognises by its content what a file is.
 *
 * @throws {UnreadableError} If it is nothing that trust policies are found in; if it is two kinds at once, since the
 * roles of the other would go unseen; or if it has a member twice outside a trust policy: readers differ in which of the
 * two they take.
 */
export function recognise({ value, language, repeated, lines }: Source): Format {
  const [format, other] = FORMATS.filter(({ recognises }) => recognises(value));
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
