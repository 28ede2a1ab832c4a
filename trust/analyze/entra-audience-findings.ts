import type { MicrosoftResource } from "../entra/microsoft-resource-table";
import { microsoftResource } from "../entra/microsoft-resources";
import { applicationOf, holderOf, isClient, whyNever, withoutScope } from "../issuers/entra-audiences";
import type { JudgeOptions } from "../issuers/judge-options";
import { MICROSOFT_SERVICES } from "../issuers/microsoft";
import { compares } from "../kernel/condition-index";
import type { Fact } from "../kernel/fact";
import { isGuid } from "../kernel/guid";
import type { Demands } from "../kernel/provider-demands";
import { pathOf, strongest } from "./claim-conditions";
import { claimRemedy, placeholder } from "./claim-remedy";
import { type ClaimSetting, type Content, finding } from "./finding";
import { listText } from "./remedy-text";
import type { TrustFinding, TrustFix } from "./verdict";

/** The findings on an audience that a statement demands of Entra's tokens. */
type Remark = Pick<Content, "found" | "right"> & Partial<Pick<Content, "consequence" | "fix">>;

/** The finding for audiences of a statement that no token of Entra has, or that others hold tokens for. */
export function entraAudienceFinding(
  fact: Fact,
  demands: Demands,
  setting: ClaimSetting,
  options: JudgeOptions,
): TrustFinding {
  const { provider, place, conditions, variables } = setting;
  const { code, severity, reach } = fact;
  const own = strongest(conditions.on(provider.foldedAudienceKey).filter(compares), variables);
  return finding(place, {
    rule: "oidc-trust-requires-audience",
    code,
    severity,
    key: provider.audienceKey,
    path: own === undefined ? ["Condition"] : pathOf(own),
    reach,
    ...remarkOn(fact, demands, setting, options),
  });
}

function remarkOn(fact: Fact, demands: Demands, setting: ClaimSetting, options: JudgeOptions): Remark {
  const { code, values = [] } = fact;
  if (code === "application-not-pinned") {
    return notPinned(setting);
  }
  if (setting.provider.tenant?.tokenVersion === 1) {
    return ofVersion1(fact, demands, setting, options);
  }
  const application = applicationOf(demands.subject);
  return values.every((value) => isClient(value, application))
    ? notAPart(values, setting)
    : ofVersion2(fact, application, setting);
}

/** The findings on audiences that no token has. Others of the same list can still let a caller in. */
function deadRemark({ severity }: Fact, found: string, right: string, fix: TrustFix | undefined): Remark {
  return severity === "note"
    ? {
        found,
        right,
        consequence: "Only the other audiences let a caller in: no token that STS accepts has this one.",
      }
    : { found, right, fix };
}

function ofVersion1(
  fact: Fact,
  { audience, subject, isSubjectPinned }: Demands,
  setting: ClaimSetting,
  options: JudgeOptions,
): Remark {
  const { issuer, audienceKey } = setting.provider;
  const { values = [], right: kept = [] } = fact;
  const right =
    issuer?.facts.actsForCustomers === true ? "the audience of the service" : "your own application's ID URI";
  const scope = audience.values.length === 1 ? withoutScope(audience.values[0] ?? "") : undefined;
  const instead = scope !== undefined && microsoftResource(scope) === undefined ? [scope] : kept;
  const { fix } = claimRemedy("audience", audienceKey, setting, instead.length === 0 ? false : instead);
  const shown = listed(values, " and ");
  if (fact.code !== "audience-held-by-others") {
    const reasons = [...new Set(values.map(whyNever))].join("; ");
    return deadRemark(fact, `${shown}, ${reasons}`, right, fix);
  }
  const question = {
    services: options.microsoftServices ?? MICROSOFT_SERVICES,
    isCustomers: issuer === undefined,
  };
  const names = [...new Set(values.map((value) => holderOf(value, question)))].join(" and ");
  const whose = isSubjectPinned ? ` of ${listed(subject.values, " or ")}` : "";
  return {
    found: `${shown}, the audience of ${names}`,
    right,
    consequence: `Any service that receives a token${whose} for ${names} can replay it and assume this role.`,
    fix,
  };
}

function ofVersion2(fact: Fact, application: string | undefined, setting: ClaimSetting): Remark {
  const { audienceKey } = setting.provider;
  const dead = fact.values ?? [];
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
  const shown = `${listed(dead, " and ")} on ${audienceKey}`;
  const found = isOfResources
    ? `${shown}, the application ID of ${namesOf(resources)}: a resource that tokens are for, and not the client that gets them`
    : areInCapitals
      ? `${shown}, in capitals`
      : application !== undefined && dead.every(isGuid)
        ? `${shown}, which is not the application that the subject names`
        : "an audience that is not a client ID, with tokens of version 2";
  return deadRemark(fact, found, right, fix);
}

/** The remark on the ID of an application that gets tokens for its parts alone, with another kind of subject beside it. */
function notAPart(values: readonly string[], setting: ClaimSetting): Remark {
  const { subjectKey, audienceKey } = setting.provider;
  return {
    found: `${listed(values, " and ")} on ${audienceKey}, the application ID of ${namesOf(values.flatMap((value) => microsoftResource(value) ?? []))}, with a subject of another`,
    right: `a subject such as ${[placeholder("subject", setting)].flat().join(" or ")}`,
    fix: claimRemedy("subject", subjectKey, setting, false).fix,
  };
}

function notPinned(setting: ClaimSetting): Remark {
  const key = `${setting.provider.name}:oaud`;
  return {
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
