/** Keeps a role from counting as harmless if it has dangerous permissions but no proven escalation path. */
import { DANGEROUS_ACTIONS, type DangerousAction, reachesSeveral } from "../../../trust";
import { DATA_SERVICES } from "./data-services";
import { listed } from "./data-text";
import type { EffectivePermissions, Grant } from "./effective";
import { hasWildcard } from "./resource-patterns";
import { isForService, PASSED_SERVICES } from "./service-principals";
import { EVERY_ACTION, watchedAction } from "./watched-actions";
import type { Work } from "./work";

const DANGEROUS = DANGEROUS_ACTIONS.map((dangerous) => ({
  dangerous,
  position: watchedAction(dangerous.action),
}));
const EVERY = watchedAction(EVERY_ACTION);

/** How many actions a sentence names. */
const MOST_NAMES = 3;

/** How many steps it takes at most, for each character of a pattern, to find out whether it matches several resources. */
const STEPS = 30;

/** Services whose resources only hold data: no dangerous action is about them. */
const HARMLESS: ReadonlySet<string> = new Set(
  DATA_SERVICES.map(({ service }) => service).filter(
    (service) =>
      !DANGEROUS_ACTIONS.some(
        ({ action, named }) =>
          action.startsWith(`${service}:`) || named?.some((form) => form.service === service) === true,
      ),
  ),
);

/**
 * Why a role is not harmless although no path is proven: it has something that the policy pack refuses. In a sentence; missing
 * if it has nothing of the kind.
 */
export function unprovenDanger(effective: EffectivePermissions): string | undefined {
  const found = DANGEROUS.filter(({ dangerous, position }) =>
    effective.on(position).grants.some((grant) => isDangerous(dangerous, grant, effective.work)),
  ).map(({ dangerous }) => dangerous.action);
  if (found.length === 0) {
    return effective.on(EVERY).grants.some((grant) => !isHarmless(grant))
      ? "It is allowed every action on some resources, or all but a few, and the input does not show where that leads."
      : undefined;
  }
  const more = found.length - MOST_NAMES;
  const names = [...found.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])];
  return `It is allowed ${listed(names)}, and the input does not show where that leads.`;
}

function isDangerous({ named }: DangerousAction, grant: Grant, work: Work): boolean {
  return (
    !isHarmless(grant) &&
    // Services that run nothing of the caller's with the role, as far as the paths know.
    (grant.passedTo?.some((one) => PASSED_SERVICES.some((service) => isForService(one, service))) ?? true) &&
    (named === undefined ||
      grant.except !== undefined ||
      named.some(
        (form) =>
          hasWildcard(grant.pattern) &&
          work.spend(STEPS * grant.pattern.length) &&
          reachesSeveral(grant.pattern, form),
      ))
  );
}

/** Whether a grant is for data alone, as a bucket's is, whatever actions it names. */
function isHarmless({ pattern }: Grant): boolean {
  const parts = pattern.split(":", 3);
  return parts.length === 3 && !/[*?]/.test(parts.join("")) && HARMLESS.has(parts[2] ?? "");
}
