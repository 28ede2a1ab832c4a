import { matchesWildcards } from "./wildcards";

/** The one action that lets an OpenID Connect identity assume a role. */
const WEB_IDENTITY_ACTION = "sts:AssumeRoleWithWebIdentity";
const FOLDED_ACTION = WEB_IDENTITY_ACTION.toLowerCase();

const ACTION = /^(?:\*|[a-z0-9*?-]+:[a-z0-9*?]+)$/i;

/** Whether a text has the form of an action: `<service>:<name>`, with or without wildcards, or `*`. */
export function isAction(text: string): boolean {
  return text === WEB_IDENTITY_ACTION || ACTION.test(text);
}

/**
 * Whether an action or a pattern of actions takes in `sts:AssumeRoleWithWebIdentity`. Case does not count.
 *
 * Source: AWS, "IAM JSON policy elements: Action".
 */
export function coversWebIdentity(action: string): boolean {
  return action === WEB_IDENTITY_ACTION || matchesWildcards(action.toLowerCase(), FOLDED_ACTION);
}
