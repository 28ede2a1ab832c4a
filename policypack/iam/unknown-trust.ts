import { POLICY_PACK } from "../../messages/policy-pack";
import { type ConfigSchema, type RuleFinding, unknownFinding } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";

/** Configuration of the rules that judge trust policies. */
export interface UnknownTrustConfig {
  /** What the rule does with a trust policy that it cannot see yet. Default is `"advise"`. */
  readonly unknownInPreview?: "advise" | "refuse";
}

/** The schema of `unknownInPreview`. */
export const unknownInPreviewSchema: Readonly<Record<string, ConfigSchema>> = {
  unknownInPreview: {
    type: "string",
    enum: ["advise", "refuse"],
    default: "advise",
    description:
      "What the rule does with a trust policy that is not known before the update, or is in a template at a URL.",
  },
};

/** Whether the configuration refuses a trust policy that cannot be seen yet. */
export function refusesUnknown({ unknownInPreview }: UnknownTrustConfig): boolean {
  return unknownInPreview === "refuse";
}

/** Something that may hold roles and cannot be read. */
export interface UnreadForm {
  /** What tells it from others of the resource: its place, or where it lies instead, which messages say of all such forms at once. */
  readonly place: string;
  /** What it is, to be read after "has". */
  readonly what: string;
}

/** Codes of messages by the reason why a trust policy cannot be seen: see {@link unknownTrust}. */
const CODES = {
  is: "trust-policy-unknown",
  holds: "template-unknown",
  elsewhere: "template-elsewhere",
  transformed: "template-transformed",
  nested: "template-outside",
  overridable: "template-parameters-overridable",
  "hidden-provider": "provider-hidden",
} as const;

/**
 * Reports what happens with a trust policy that cannot be seen: as advice, or as a violation of each rule whose
 * configuration refuses it.
 *
 * @param name - Name of the role, or of the resource that may hold roles.
 * @param place - What tells the role from others of the resource; empty for the resource itself.
 * @param how - Whether the resource is the role, holds the roles' template, has it elsewhere, or has it transformed;
 * whether it creates resources from a template that the program does not hold; whether an instance of a stack set can
 * override what the role depends on; whether only CloudFormation knows the provider; or something else that may hold
 * roles and cannot be read.
 */
export function unknownTrust(
  resource: SeenResource,
  name: string,
  place: string,
  how: keyof typeof CODES | UnreadForm,
  config: UnknownTrustConfig,
): RuleFinding {
  const isRefused = refusesUnknown(config);
  const message =
    typeof how === "object"
      ? POLICY_PACK.say("role-form-unread", name, how.what, isRefused)
      : POLICY_PACK.say(CODES[how], name, isRefused);
  return unknownFinding(resource, message, isRefused, place);
}
