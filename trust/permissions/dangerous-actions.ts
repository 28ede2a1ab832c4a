import type { DangerousAction } from "./dangerous-action";
import { ESCALATING_ACTIONS } from "./escalating-actions";
import { type EscalationPath, needs } from "./escalation-path";
import { IMPERSONATING_ACTIONS } from "./impersonating-actions";

/**
 * The actions that a role for workloads should not have. The policy pack refuses a role that has one, and the audit calls no
 * such role harmless: what no path proves is unknown.
 *
 * Sources: the page of each row; AWS, "Actions, resources, and condition keys for AWS services". Each action exists in the copy
 * of that reference that Policy Sentry 0.15.2 ships.
 */
export const DANGEROUS_ACTIONS: readonly DangerousAction[] = [
  ...ESCALATING_ACTIONS,
  ...IMPERSONATING_ACTIONS,
];

/** The paths that take one action. */
export const PATHS_OF_ONE_ACTION: readonly EscalationPath[] = DANGEROUS_ACTIONS.flatMap(
  ({ action, can, source, grade, checked, alone }) => {
    if (alone === undefined) {
      return [];
    }
    const { target, ...others } = alone;
    return [{ ...others, needs: needs(target, action), gives: `It can ${can}.`, source, grade, checked }];
  },
);
