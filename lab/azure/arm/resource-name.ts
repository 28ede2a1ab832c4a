/** Rules for names by type ("Naming rules and restrictions for Azure resources": documentation). */
import { ArmError } from "../resources/arm-error";

/** What a name may be. */
export interface ResourceName {
  readonly pattern: RegExp;
  readonly minimum: number;
  readonly maximum: number;
}

/** Parts of networks: they begin with a letter or digit and end with one or an underscore. */
export const networkName = (minimum: number, maximum: number): ResourceName => ({
  pattern: /^[a-zA-Z0-9]([\w.-]*\w)?$/,
  minimum,
  maximum,
});

/** Managed identities and their federated credentials. */
export const identityName = (maximum: number): ResourceName => ({
  pattern: /^[a-zA-Z0-9][\w-]*$/,
  minimum: 3,
  maximum,
});

/** What all of the lab's types allow. */
const ANY: ResourceName = { pattern: /^[\w.()-]+$/, minimum: 1, maximum: 90 };

/** @throws ArmError 400. The code is the network provider's; providers differ in their texts, and this one is the lab's. */
export function demandName(name: string, rule: ResourceName = ANY): void {
  const { pattern, minimum, maximum } = rule;
  if (name.length < minimum || name.length > maximum || !pattern.test(name)) {
    throw new ArmError(400, "InvalidResourceName", `The resource name '${name}' is invalid.`);
  }
}
