import { advice, type ConfigSchema, type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";

/** Configuration of the rules that judge trust policies. */
export interface UnknownTrustConfig {
  /** What is done with a trust policy that cannot be seen yet. Default is `"advise"`. */
  readonly unknownInPreview?: "advise" | "refuse";
}

/** The schema of `unknownInPreview`. */
export const unknownInPreviewSchema: Readonly<Record<string, ConfigSchema>> = {
  unknownInPreview: {
    type: "string",
    enum: ["advise", "refuse"],
    default: "advise",
    description:
      "What is done with a trust policy that is not known before the update, or lies in a template that is fetched from a URL.",
  },
};

/** Whether the configuration refuses a trust policy that cannot be seen yet. */
export function refusesUnknown({ unknownInPreview }: UnknownTrustConfig): boolean {
  return unknownInPreview === "refuse";
}

const AUDIENCE = "an exact audience (oidc-trust-requires-audience)";
const SUBJECT = "an exact subject (oidc-trust-requires-subject)";
const SWITCH = 'set unknownInPreview to "refuse"';

/** What has been said: several rules see the same role, one of them says it. */
const said = new Set<string>();

/**
 * Says in plain words what becomes of a trust policy that cannot be seen: once as advice, or as a violation of each
 * rule if the configuration says so.
 *
 * @param how - Whether the resource is the role, holds the roles' template, has it elsewhere, or has it transformed;
 * whether it creates resources from a template that the program does not hold; whether an instance of a stack set can
 * override what the role depends on; whether only CloudFormation knows the provider; or something else that may hold
 * roles, to be read after "has".
 */
export function* unknownTrust(
  resource: SeenResource,
  name: string,
  how:
    | "is"
    | "holds"
    | "elsewhere"
    | "transformed"
    | "nested"
    | "overridable"
    | "hidden-provider"
    | { readonly unread: string },
  config: UnknownTrustConfig,
): Iterable<RuleFinding> {
  const refuses = refusesUnknown(config);
  const later = (whether: string, when: string) =>
    refuses
      ? `${whether} cannot be judged here, which unknownInPreview refuses. Make known what it consists of, in a stack before this one; set to "advise", it is judged in the update, before ${when}.`
      : `${whether} is judged in the update, before ${when}. To stop here instead, ${SWITCH}.`;
  const remedy = (better: string) => (refuses ? `${better}.` : `${better}, or ${SWITCH} to be stopped.`);
  const messages = {
    is: `The trust policy of role ${name} is not known yet. ${later(`Whether it pins ${AUDIENCE} and ${SUBJECT}`, "the role is created")}`,
    holds: `The template of ${name} is not known yet. ${later(`Whether each role in it pins ${AUDIENCE} and ${SUBJECT}`, "the template is used")}`,
    elsewhere: `The template of ${name} is fetched from a URL, so no role in it is judged. ${remedy("Give it as templateBody")}`,
    transformed: `The template of ${name} goes through a transform that may add or change roles, which are not judged. ${remedy("Give the template as the transform makes it")}`,
    nested: `${name} creates resources from a template that this program does not hold, so no role in it is judged. ${remedy("Judge that template with azure-to-aws judge")}`,
    overridable: `The trust policy of role ${name} depends on parameters that an instance of the stack set can override. Only the instances of this program are judged. ${remedy("Write the values into the template")}`,
    "hidden-provider": `Only CloudFormation resolves the provider of role ${name}. The audience and the subject are pinned, so the role is open to no other provider. ${remedy("Write the provider's ARN into the template")}`,
  };
  const message =
    typeof how === "object"
      ? `${name} has ${how.unread}, so no role in it is judged. ${remedy("Give the role in a form that this pack reads (docs/reference/what-the-pack-cannot-see.md)")}`
      : messages[how];
  const detail = typeof how === "object" ? how.unread : how;
  const key = JSON.stringify([resource.urn, name, detail]);
  if (refuses) {
    yield violation(resource, message, detail);
  } else if (!said.has(key)) {
    said.add(key);
    yield advice(resource, message, detail);
  }
}
