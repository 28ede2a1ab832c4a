import { matchesWildcards } from "./wildcards";

/** The one action that lets an OpenID Connect identity assume a role. */
const WEB_IDENTITY_ACTION = "sts:AssumeRoleWithWebIdentity";

const ACTION = /^(?:\*|[a-z0-9*?-]+:[a-z0-9*?]+)$/i;

/** Whether a value has the form of an action: `<service>:<name>`, with or without wildcards, or `*`. */
export function isAction(value: unknown): value is string {
  return typeof value === "string" && ACTION.test(value);
}

/** Whether an action or a pattern of actions includes an action. Case does not count. */
export function coversAction(pattern: string, action: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), action.toLowerCase());
}

/**
 * Whether an action or a pattern of actions takes in `sts:AssumeRoleWithWebIdentity`. Case does not count.
 *
 * Source: AWS, "IAM JSON policy elements: Action".
 */
export function coversWebIdentity(action: string): boolean {
  return action === WEB_IDENTITY_ACTION || coversAction(action, WEB_IDENTITY_ACTION);
}
