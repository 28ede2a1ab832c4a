/** What Entra refuses in an application, and what the lab does not play. */
import { notOneOf } from "../kernel/bridged-wording";
import { isObject, isUnknown, type Properties } from "../kernel/property-value";
import type { InvalidValue } from "../kernel/resource-type";
import { isUuid, notAUuid, ownerProblems, unsupported } from "./validators";

const AUDIENCES = [
  "AzureADMyOrg",
  "AzureADMultipleOrgs",
  "AzureADandPersonalMicrosoftAccount",
  "PersonalMicrosoftAccount",
];

/** Parts of the resource that nothing in the lab looks at. */
const notInTheLab = ["featureTags", "logoImage", "password", "templateId"];

/** Complaints about the inputs of `azuread.Application`. */
export function applicationProblems(inputs: Properties): InvalidValue[] {
  const roles = Array.isArray(inputs.appRoles) ? inputs.appRoles : [];
  return [
    ...unsupported(inputs, notInTheLab),
    ...validateAudience(inputs),
    ...ownerProblems(inputs),
    ...roles.flatMap((role, index) => (isObject(role) ? validateRole(role, index) : [])),
  ];
}

function validateAudience({ signInAudience, api }: Properties): InvalidValue[] {
  if (isUnknown(signInAudience) || typeof signInAudience !== "string") {
    return [];
  }
  if (!AUDIENCES.includes(signInAudience)) {
    return [notOneOf("signInAudience", signInAudience, AUDIENCES)];
  }
  const version = isObject(api) ? api.requestedAccessTokenVersion : undefined;
  const problems: InvalidValue[] = [];
  if (typeof version === "number" && version !== 1 && version !== 2) {
    problems.push({
      path: "api.requestedAccessTokenVersion",
      reason: `expected api.0.requested_access_token_version to be in the range (1 - 2), got ${version}`,
    });
  }
  if (signInAudience.includes("Personal") && version !== 2 && !isUnknown(version)) {
    const reason = `\`requested_access_token_version\` must be 2 when \`sign_in_audience\` is "${signInAudience}"`;
    problems.push({ path: "api.requestedAccessTokenVersion", reason });
  }
  return problems;
}

function validateRole({ id, allowedMemberTypes }: Properties, index: number): InvalidValue[] {
  const types = ["Application", "User"];
  const members = Array.isArray(allowedMemberTypes) ? allowedMemberTypes : [];
  return [
    ...(isUuid(id) ? [] : [notAUuid(`appRoles[${index}].id`, id)]),
    ...members
      .filter(
        (member): member is string =>
          typeof member === "string" && !isUnknown(member) && !types.includes(member),
      )
      .map((member) => notOneOf(`appRoles[${index}].allowedMemberTypes`, member, types)),
  ];
}
