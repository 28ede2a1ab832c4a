import type { ConfigSchema } from "../rule/config-schema";
import type { SeenResource } from "../resources/seen-resource";
import { advice, violation, type RuleFinding } from "../rule/rule-definition";

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

const AUDIENCE = "an exact audience (oidc-trust-requires-audience)";
const SUBJECT = "an exact subject (oidc-trust-requires-subject)";
const SWITCH = 'set unknownInPreview to "refuse"';

/** What has been said: several rules see the same role, one of them says it. */
const said = new Set<string>();

/**
 * Says in plain words what becomes of a trust policy that cannot be seen: once as advice, or as a violation of each
 * rule if the configuration says so.
 *
 * @param how - Whether the resource is the role, holds the roles' template, has it elsewhere, or has it transformed.
 */
export function* unknownTrust(
  resource: SeenResource,
  name: string,
  how: "is" | "holds" | "elsewhere" | "transformed",
  { unknownInPreview }: UnknownTrustConfig,
): Iterable<RuleFinding> {
  const message = {
    is: `The trust policy of role ${name} is not known yet. Whether it pins ${AUDIENCE} and ${SUBJECT} is judged in the update, before the role is created. To stop here instead, ${SWITCH}.`,
    holds: `The template of ${name} is not known yet. Whether each role in it pins ${AUDIENCE} and ${SUBJECT} is judged in the update, before the template is used. To stop here instead, ${SWITCH}.`,
    elsewhere: `The template of ${name} is fetched from a URL, so no role in it is judged. Give it as templateBody, or ${SWITCH} to be stopped.`,
    transformed: `The template of ${name} goes through a transform that may add or change roles, which are not judged. Give the template as the transform makes it, or ${SWITCH} to be stopped.`,
  }[how];
  const key = `${resource.urn} ${name}`;
  if (unknownInPreview === "refuse") {
    yield violation(resource, message, how);
  } else if (!said.has(key)) {
    said.add(key);
    yield advice(resource, message, how);
  }
}
