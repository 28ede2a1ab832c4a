/** Decides whether passing a role to an AWS service gains anything, and puts the gain into words. */
import type { Permissions } from "../audit-report";
import { type EffectivePermissions, type Grant, isFor } from "./effective";
import { isForService } from "./service-principals";
import type { PassableRoles, PassedRole } from "./surroundings";
import { watchedAction } from "./watched-actions";
import { writesServiceOf } from "./written-services";

const PASS_ROLE = watchedAction("iam:PassRole");

/** What an identity is, to be read after its name. */
export const POWER_OF_IDENTITY: Readonly<Record<PassedRole["power"], string>> = {
  administrator: "which is an administrator",
  escalation: "which can give itself more permissions",
  onward: "which can assume other roles",
  unknown: "whose permissions could not be evaluated",
  data: "which reaches data that it does not",
};

/** What a role can do that passes another one to a service. */
export function passingOf(service: string, { arn, power }: PassedRole): string {
  return `It can run code in ${service.split(".")[0] ?? service} with the role ${arn}, ${POWER_OF_IDENTITY[power]}.`;
}

/**
 * The worst role that one of some services assumes, that a grant is for, and that adds something.
 *
 * @param own - The data that the role reaches that passes it; missing if only a powerful role counts.
 * @param isDenied - Whether a Deny keeps a role from being passed.
 */
export function findPassed(
  services: readonly string[],
  grants: readonly Grant[],
  own: Permissions["dataServices"] | undefined,
  passable: PassableRoles,
  isDenied: (arn: string) => boolean,
): PassedRole | undefined {
  const patterns = patternsOf(grants);
  for (const service of patterns.length === 0 ? [] : services) {
    for (const passed of passable.assumedBy(service, patterns)) {
      if (
        (isPowerful(passed) || (own !== undefined && addsTo(own, passed))) &&
        grants.some((grant) => isFor(grant, passed.arn)) &&
        !isDenied(passed.arn)
      ) {
        return passed;
      }
    }
  }
  return undefined;
}

/**
 * A powerful role that may be passed to a service that the role may change, whatever it may change there: a path that nobody has
 * documented. In a sentence; missing if there is none.
 *
 * @param written - The services that the role may change.
 */
export function mayPass(
  effective: EffectivePermissions,
  written: readonly string[],
  passable: PassableRoles,
): string | undefined {
  const { grants } = effective.on(PASS_ROLE);
  for (const passed of grants.length === 0 ? [] : passable.assumedByAny(patternsOf(grants))) {
    const to = isPowerful(passed)
      ? passed.services.find(
          (service) =>
            writesServiceOf(written, service) &&
            grants.some(
              (grant) =>
                isFor(grant, passed.arn) &&
                (grant.passedTo?.some((one) => isForService(one, service) || isForService(service, one)) ??
                  true),
            ) &&
            !effective.deniesPassing(PASS_ROLE, service, passed.arn),
        )
      : undefined;
    if (to !== undefined) {
      return `It can pass the role ${passed.arn}, ${POWER_OF_IDENTITY[passed.power]}, to ${to}, and may change that service. Whether it can run code with the role is not known.`;
    }
  }
  return undefined;
}

function patternsOf(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.map(({ pattern }) => pattern))];
}

function isPowerful({ power }: PassedRole): boolean {
  return power === "administrator" || power === "escalation";
}

/** Whether a role adds something to the data that another one reaches. What is not known may be anything. */
function addsTo(own: Permissions["dataServices"], { power, dataServices }: PassedRole): boolean {
  return (
    power !== "data" ||
    dataServices.some(({ service, access }) => {
      const known = own.find((one) => one.service === service)?.access;
      return known !== access && known !== "read and write";
    })
  );
}
