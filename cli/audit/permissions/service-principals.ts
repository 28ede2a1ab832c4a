/** Decides whether a service principal belongs to an AWS service, whatever its region. */
import { ESCALATION_PATHS, matchesWildcards } from "../../../trust";

/** The services that the documented paths pass roles to. */
export const PASSED_SERVICES: readonly string[] = [
  ...new Set(ESCALATION_PATHS.flatMap(({ passedTo }) => (passedTo === undefined ? [] : [passedTo]))),
];

/**
 * Whether a service principal, or a pattern of them, is for a service. Some regions have principals of their own.
 *
 * Source: AWS, "AWS JSON policy elements: Principal", "AWS service principals": `SERVICE.REGION.amazonaws.com`, and `.cn` in China.
 *
 * @param service - Such as `lambda.amazonaws.com`.
 */
export function isForService(principal: string, service: string): boolean {
  return (
    matchesWildcards(principal, service) ||
    matchesWildcards(principal, `${service}.cn`) ||
    withoutRegion(principal) === service
  );
}

function withoutRegion(principal: string): string {
  return principal.replace(/(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/, ".amazonaws.com");
}
