/** Rules for names by type. */
import { ArmError } from "../resources/arm-error";

/** What a name may be. */
export interface ResourceName {
  readonly pattern: RegExp;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Parts of networks: they begin with a letter or digit and end with one or an underscore.
 *
 * @evidence documentation Names of networks begin with a letter or digit and end with one or an underscore. Source:
 *   "Naming rules and restrictions for Azure resources".
 */
export const networkName = (minimum: number, maximum: number): ResourceName => ({
  pattern: /^[a-zA-Z0-9]([\w.-]*\w)?$/,
  minimum,
  maximum,
});

/**
 * Managed identities and their federated credentials.
 *
 * @evidence documentation Names of managed identities have at least three characters. Source: "Naming rules and
 *   restrictions for Azure resources".
 */
export const identityName = (maximum: number): ResourceName => ({
  pattern: /^[a-zA-Z0-9][\w-]*$/,
  minimum: 3,
  maximum,
});

/** A name of these characters, which begins and ends with a letter or digit, or what `last` says. */
export const wordName = (inner: string, minimum: number, maximum: number, last = ""): ResourceName => ({
  pattern: new RegExp(`^[a-zA-Z0-9]([a-zA-Z0-9${inner}]*[a-zA-Z0-9${last}])?$`),
  minimum,
  maximum,
});

/** Resource groups: they do not end with a period. */
export const GROUP_NAME: ResourceName = {
  pattern: /^[\p{L}\p{N}_.()-]*[\p{L}\p{N}_()-]$/u,
  minimum: 1,
  maximum: 90,
};

/** Versions of images: three numbers. */
export const VERSION_NAME: ResourceName = { pattern: /^\d{1,10}(\.\d{1,10}){2}$/, minimum: 5, maximum: 32 };

/** What all of the lab's types allow. */
const ANY: ResourceName = { pattern: /^[\w.()-]+$/, minimum: 1, maximum: 90 };

/** @throws ArmError 400. */
export function demandName(name: string, rule: ResourceName = ANY): void {
  const { pattern, minimum, maximum } = rule;
  if (name.length < minimum || name.length > maximum || !pattern.test(name)) {
    // @evidence documentation A name that breaks the rule of its type is 400. Source: "Naming rules and restrictions
    // for Azure resources"; the code is that of the network provider, and the text is the lab's.
    throw new ArmError(400, "InvalidResourceName", `The resource name '${name}' is invalid.`);
  }
}
