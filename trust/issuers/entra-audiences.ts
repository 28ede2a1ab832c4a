import { applicationOfSubject } from "../entra/entra-subject";
import { MICROSOFT_RESOURCES } from "../entra/microsoft-resource-table";
import { microsoftResource } from "../entra/microsoft-resources";
import { PLACEHOLDER } from "../kernel/condition-value";
import { isGuid } from "../kernel/guid";
import { serviceOfAudience } from "./microsoft";
import { NamePattern } from "./name-pattern";
import type { AudienceFact, AudienceQuestion } from "./platform";

/** The resources of Microsoft's that a trust policy may name. */
const AUDIENCES_FOR_AWS: readonly NamePattern[] = MICROSOFT_RESOURCES.filter(({ isForAws }) => isForAws)
  .flatMap(({ uris }) => uris)
  .map((uri) => new NamePattern(uri));

/**
 * Looks at the exact audiences of an Entra issuer: can a token have them, and who else holds such tokens?
 *
 * AWS compares `aud` with the audience of a version 1 token, and with `azp`, the calling client, of a version 2 token.
 * Sources: AWS, "Available keys for AWS OIDC federation"; Microsoft, "Access token claims reference".
 */
export function judgeEntraAudiences(question: AudienceQuestion): readonly AudienceFact[] {
  return question.tenant.tokenVersion === 1 ? ofVersion1(question) : ofVersion2(question);
}

/** Audiences that no token has. Others of the same list can still let a caller in. */
function dead(
  code: AudienceFact["code"],
  values: readonly string[],
  all: readonly string[],
  right: readonly string[],
): AudienceFact {
  return values.length < all.length
    ? { code, severity: "note", reach: undefined, values, right }
    : { code, severity: "violation", reach: "nobody", values, right };
}

function ofVersion1(question: Omit<AudienceQuestion, "tenant">): AudienceFact[] {
  const { values } = question.audience;
  if (values.every(isOwnApplications)) {
    return [];
  }
  const never = values.filter((value) => whyNever(value) !== undefined);
  const mayBeForAws = (value: string): boolean =>
    question.isUnknown(value) &&
    AUDIENCES_FOR_AWS.some((audience) => audience.matches(value.toLowerCase(), true));
  const held = values.filter(
    (value) => !never.includes(value) && !mayBeForAws(value) && holderOf(value, question) !== undefined,
  );
  const right = values.filter((value) => !never.includes(value) && !held.includes(value));
  const byOthers: AudienceFact = {
    code: "audience-held-by-others",
    severity: "violation",
    reach: "replay",
    values: held,
    right,
  };
  return [
    ...(held.length === 0 ? [] : [byOthers]),
    ...(never.length === 0 ? [] : [dead("audience-never-issued", never, values, right)]),
  ];
}

/** Whether an audience can be one of an application of the tenant, as nearly all are: neither Microsoft's, nor a scope. */
function isOwnApplications(value: string): boolean {
  return (microsoftResource(value) ?? serviceOfAudience(value) ?? withoutScope(value)) === undefined;
}

/** Why no version 1 token that STS accepts has an audience. */
export function whyNever(value: string): string | undefined {
  const resource = microsoftResource(value);
  if (withoutScope(value) !== undefined) {
    return "which is a scope and no audience";
  }
  return resource === undefined
    ? undefined
    : !resource.isVerifiable
      ? `whose tokens only ${resource.name} can verify`
      : !resource.tokenVersions.includes(1)
        ? `whose tokens are of version ${resource.tokenVersions.join(" or ")} and have another issuer`
        : undefined;
}

/** The audience that a scope asks for. */
export function withoutScope(value: string): string | undefined {
  return /^(.+?)\/+\.default$/i.exec(value)?.[1];
}

/**
 * Who holds tokens with an audience, if that is not just AWS STS and the application's owner. Services that use the customer's tenant
 * have no tokens of another.
 */
export function holderOf(
  value: string,
  { services, isCustomers }: Pick<AudienceQuestion, "services" | "isCustomers">,
): string | undefined {
  const service = serviceOfAudience(value);
  if (service !== undefined) {
    return isCustomers && services.includes(service.service) ? undefined : service.name;
  }
  const resource = microsoftResource(value);
  return resource === undefined || (isCustomers && resource.isForAws) ? undefined : resource.name;
}

function ofVersion2(question: AudienceQuestion): AudienceFact[] {
  const { audience, subject } = question;
  // Empty strings and placeholders have findings of their own.
  const values = audience.values.filter((value) => value !== "" && !PLACEHOLDER.test(value));
  const application = applicationOf(subject);
  const never = values.filter((value) => !isClient(value, application));
  if (never.length > 0) {
    const code = never.every(isGuid) ? "audience-never-issued" : "audience-not-a-client-id";
    const right = values.filter((value) => !never.includes(value));
    return [dead(code, never, values, right)];
  }
  if (values.length === 0) {
    return [];
  }
  if (isCaller(values)) {
    const mayBeItsPart = application !== undefined || subject.values.some(question.isUnknown);
    return mayBeItsPart || !question.isSubjectPinned
      ? []
      : [{ code: "audience-never-issued", severity: "violation", reach: "nobody", values, right: [] }];
  }
  return application !== undefined || question.isPinned("oaud")
    ? []
    : [{ code: "application-not-pinned", severity: "note", reach: undefined, values, right: values }];
}

/** The application that exact subjects name parts of, if it is one. */
export function applicationOf({ kind, values }: AudienceQuestion["subject"]): string | undefined {
  const applications = kind === "exact" ? [...new Set(values.map(applicationOfSubject))] : [];
  return applications.length === 1 ? applications[0] : undefined;
}

/** Whether a version 2 token can have a value as `azp`. */
export function isClient(value: string, application: string | undefined): boolean {
  if (!isGuid(value) || value !== value.toLowerCase()) {
    return false;
  }
  return application !== undefined ? value === application : (microsoftResource(value)?.isCaller ?? true);
}

/** Whether each value is the ID of an application that gets tokens for its parts. */
function isCaller(values: readonly string[]): boolean {
  return values.every((value) => microsoftResource(value)?.isCaller === true);
}
