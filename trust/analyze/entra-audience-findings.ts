import { applicationOfSubject } from "../entra/entra-subject";
import { MICROSOFT_RESOURCES, type MicrosoftResource } from "../entra/microsoft-resource-table";
import { microsoftResource } from "../entra/microsoft-resources";
import { MICROSOFT_SERVICES, serviceOfAudience } from "../issuers/microsoft";
import { hasUnknownPart, NamePattern } from "../issuers/name-pattern";
import { PLACEHOLDER } from "../issuers/subject-boundaries";
import { demandOn, strongest } from "../kernel/claim-demand";
import { compares } from "../kernel/condition-index";
import { pathOf } from "../kernel/conditions";
import { isGuid } from "../kernel/guid";
import type { Demands } from "../kernel/provider-demands";
import { claimRemedy, placeholder } from "./claim-remedy";
import { type ClaimSetting, type Content, finding } from "./finding";
import { listText } from "./remedy-text";
import type { JudgeOptions, TrustFinding, TrustFix } from "./verdict";

const RULE = "oidc-trust-requires-audience";

/** The resources of Microsoft's that a trust policy may name. */
const AUDIENCES_FOR_AWS: readonly NamePattern[] = MICROSOFT_RESOURCES.filter(({ isForAws }) => isForAws)
  .flatMap(({ uris }) => uris)
  .map((uri) => new NamePattern(uri));

/** What is said of an audience that a statement demands of Entra's tokens. */
type Remark = Omit<Content, "rule" | "key" | "path">;

/**
 * Looks at the exact audiences of an Entra issuer: can a token have them, and who else holds such tokens?
 *
 * AWS compares `aud` with the audience of a version 1 token, and with `azp`, the calling client, of a version 2 token.
 * Sources: AWS, "Available keys for AWS OIDC federation"; Microsoft, "Access token claims reference".
 */
export function judgeEntraAudience(
  demands: Demands,
  setting: ClaimSetting,
  options: JudgeOptions,
  findings: TrustFinding[],
): void {
  const { provider, place, conditions, variables } = setting;
  const { entra } = provider;
  if (entra === undefined) {
    return;
  }
  const key = provider.audienceKey;
  const own = strongest(conditions.on(provider.foldedAudienceKey).filter(compares), variables);
  const at = { rule: RULE, key, path: own === undefined ? ["Condition"] : pathOf(own) } as const;
  const remarks =
    entra.tokenVersion === 1
      ? ofVersion1(demands, setting, options.microsoftServices ?? MICROSOFT_SERVICES)
      : ofVersion2(demands, setting);
  findings.push(...remarks.map((remark) => finding(place, { ...at, ...remark })));
}

/** Audiences that no token has, and why. Others of the same list can still let a caller in. */
function deadRemark(
  code: "audience-never-issued" | "audience-not-a-client-id",
  dead: readonly string[],
  all: readonly string[],
  found: string,
  right: string,
  fix: TrustFix | undefined,
): Remark {
  return dead.length < all.length
    ? {
        code,
        severity: "note",
        found,
        right,
        consequence: "Only the other audiences let a caller in: no token that STS accepts has this one.",
      }
    : { code, found, right, reach: "nobody", fix };
}

function ofVersion1(
  { audience: { values }, subject, isSubjectPinned }: Demands,
  setting: ClaimSetting,
  services: readonly string[],
): Remark[] {
  const dead = values.filter((value) => whyNever(value) !== undefined);
  const mayBeForAws = (value: string): boolean =>
    isUnknown(value, setting) &&
    AUDIENCES_FOR_AWS.some((audience) => audience.matches(value.toLowerCase(), true));
  const holder = (value: string): string | undefined =>
    holderOf(value, services, setting.provider.issuer === undefined);
  const held = values.filter(
    (value) => !dead.includes(value) && !mayBeForAws(value) && holder(value) !== undefined,
  );
  const right =
    setting.provider.issuer?.facts.actsForCustomers === true
      ? "the audience of the service"
      : "your own application's ID URI";
  const own = values.filter((value) => !dead.includes(value) && !held.includes(value));
  const scope = values.length === 1 ? withoutScope(values[0] ?? "") : undefined;
  const instead = scope !== undefined && microsoftResource(scope) === undefined ? [scope] : own;
  const { fix } = claimRemedy(
    "audience",
    setting.provider.audienceKey,
    setting,
    instead.length === 0 ? false : instead,
  );
  const remarks: Remark[] = [];
  if (held.length > 0) {
    const names = [...new Set(held.map(holder))].join(" and ");
    const whose = isSubjectPinned ? ` of ${listed(subject.values, " or ")}` : "";
    remarks.push({
      code: "audience-held-by-others",
      found: `${listed(held, " and ")}, the audience of ${names}`,
      right,
      reach: "replay",
      consequence: `Any service that receives a token${whose} for ${names} can replay it and assume this role.`,
      fix,
    });
  }
  if (dead.length > 0) {
    const reasons = [...new Set(dead.map(whyNever))].join("; ");
    const found = `${listed(dead, " and ")}, ${reasons}`;
    remarks.push(deadRemark("audience-never-issued", dead, values, found, right, fix));
  }
  return remarks;
}

/** Why no version 1 token that STS accepts has an audience. */
function whyNever(value: string): string | undefined {
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
function withoutScope(value: string): string | undefined {
  return /^(.+?)\/+\.default$/i.exec(value)?.[1];
}

/**
 * Who holds tokens with an audience, if that is not just AWS STS and the application's owner.
 *
 * @param isCustomers - Whether the tenant is a customer's. Services that use the customer's tenant have no tokens of another.
 */
function holderOf(value: string, services: readonly string[], isCustomers: boolean): string | undefined {
  const service = serviceOfAudience(value);
  if (service !== undefined) {
    return isCustomers && services.includes(service.service) ? undefined : service.name;
  }
  const resource = microsoftResource(value);
  return resource === undefined || (isCustomers && resource.isForAws) ? undefined : resource.name;
}

function ofVersion2(demands: Demands, setting: ClaimSetting): Remark[] {
  const { audience, subject } = demands;
  // Empty strings and placeholders have findings of their own.
  const values = audience.values.filter((value) => value !== "" && !PLACEHOLDER.test(value));
  const { audienceKey } = setting.provider;
  const applications = subject.kind === "exact" ? [...new Set(subject.values.map(applicationOfSubject))] : [];
  const [application] = applications.length === 1 ? applications : [];
  const dead = values.filter((value) => !isClient(value, application));
  if (dead.length > 0) {
    const resources = dead.flatMap((value) => microsoftResource(value) ?? []);
    const isOfResources = dead.every(isGuid) && resources.length === dead.length;
    const lower = dead.map((value) => value.toLowerCase());
    const areInCapitals = lower.every((value) => isClient(value, application));
    const instead = areInCapitals ? lower : application === undefined ? false : [application];
    const { fix } = claimRemedy("audience", audienceKey, setting, instead);
    const right = areInCapitals
      ? `${listText(lower, JSON.stringify, ",")}, in lower case as in the tokens`
      : application !== undefined
        ? `${application}, the application that the subject names: AWS compares the tokens' azp`
        : "the managed identity's client ID, because AWS compares the tokens' azp";
    const found = isOfResources
      ? `${listed(dead, " and ")} on ${audienceKey}, the application ID of ${namesOf(resources)}: a resource that tokens are for, and not the client that gets them`
      : areInCapitals
        ? `${listed(dead, " and ")} on ${audienceKey}, in capitals`
        : application !== undefined && dead.every(isGuid)
          ? `${listed(dead, " and ")} on ${audienceKey}, which is not the application that the subject names`
          : "an audience that is not a client ID, with tokens of version 2";
    const code = dead.every(isGuid) ? "audience-never-issued" : "audience-not-a-client-id";
    return [deadRemark(code, dead, values, found, right, fix)];
  }
  if (values.length === 0) {
    return [];
  }
  if (isCaller(values)) {
    const mayBeItsPart =
      application !== undefined || subject.values.some((value) => isUnknown(value, setting));
    return mayBeItsPart || !demands.isSubjectPinned ? [] : [notAPart(values, setting)];
  }
  return application !== undefined || isOwnAudiencePinned(setting) ? [] : [notPinned(setting)];
}

/** Whether a part of a value is unknown. */
function isUnknown(value: string, { boundaries }: ClaimSetting): boolean {
  return boundaries.partial && hasUnknownPart(value);
}

/** Whether a version 2 token can have a value as `azp`. */
function isClient(value: string, application: string | undefined): boolean {
  if (!isGuid(value) || value !== value.toLowerCase()) {
    return false;
  }
  return application !== undefined ? value === application : (microsoftResource(value)?.isCaller ?? true);
}

function isCaller(values: readonly string[]): boolean {
  return values.every((value) => microsoftResource(value)?.isCaller === true);
}

/** The remark on the ID of an application that gets tokens for its parts alone, with another kind of subject beside it. */
function notAPart(values: readonly string[], setting: ClaimSetting): Remark {
  const { subjectKey, audienceKey } = setting.provider;
  return {
    code: "audience-never-issued",
    found: `${listed(values, " and ")} on ${audienceKey}, the application ID of ${namesOf(values.flatMap((value) => microsoftResource(value) ?? []))}, with a subject of another`,
    right: `a subject such as ${[placeholder("subject", setting)].flat().join(" or ")}`,
    reach: "nobody",
    fix: claimRemedy("subject", subjectKey, setting, false).fix,
  };
}

/** Whether `oaud` is pinned, which AWS fills from the tokens' own audience. */
function isOwnAudiencePinned({ provider, conditions, variables }: ClaimSetting): boolean {
  const own = demandOn(conditions.on(`${provider.foldedName}:oaud`), variables, () => false);
  return own.kind === "exact";
}

function notPinned(setting: ClaimSetting): Remark {
  const key = `${setting.provider.name}:oaud`;
  return {
    code: "application-not-pinned",
    severity: "note",
    found: "the calling identity's client ID, which does not pin the application",
    right: `the application's client ID on ${key}, or tokens of version 1, if you want to pin the application`,
    consequence: "The identity can assume this role with a token for any API of the tenant.",
  };
}

function namesOf(resources: readonly MicrosoftResource[]): string {
  return [...new Set(resources.map(({ name }) => name))].join(" and ");
}

/** How many values are shown. */
const MOST = 3;

function listed(values: readonly string[], separator: string): string {
  const shown = values.slice(0, MOST).map((value) => JSON.stringify(value));
  return [...shown, ...(values.length > MOST ? [`${values.length - MOST} more`] : [])].join(separator);
}
