/** The preflight check of the audience: whether Entra allows a new one, or the adopted application has it. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { coded } from "../../../messages";
import {
  applicationIdUriProblems,
  audienceProblems,
  type EntraTokenVersion,
  hostToVerify,
  isOnVerifiedDomain,
  judgeNewAudience,
  microsoftResource,
} from "../../../trust";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotRead, cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { AdoptedApplication, AppManagementPolicy, UriRestriction } from "../facts";
import { NO_AZURE_LOGIN } from "../no-login";

/** What the check of the audience looks at. */
export interface AudienceFacts {
  readonly audience: string | undefined;
  /** Whether the audience is made of the application's own ID, which every policy accepts. */
  readonly isByApplicationId: boolean;
  readonly tenantId: string;
  readonly tokenVersion: EntraTokenVersion;
  readonly policy: Reading<AppManagementPolicy>;
  readonly verifiedDomains: Reading<readonly string[]>;
  /** The address of Microsoft Graph, for commands. */
  readonly graph: string;
}

/** How the report calls this check. */
const AUDIENCE = coded("audience", "audience");

/** What the manual says about this check. */
export const AUDIENCE_MANUAL: CheckManual = {
  check: AUDIENCE,
  cause:
    "A policy of the tenant or its verified domains refuse the application ID URI, or the adopted application cannot name the audience.",
  fix: "Set `audienceForm: application-id` in the program, or change what the report names.",
  reads: "`Policy.Read.All`; `Domain.Read.All` for domains.",
  cannotTell:
    "Without its permissions. It does not see exemptions by `excludeActors`, and policies of single applications.",
};

/** What the check of an adopted application looks at. */
export interface AdoptedAudienceFacts {
  readonly clientId: string;
  readonly application: Reading<AdoptedApplication | undefined>;
  /** The audience that the program names; `undefined` for the application's only one. */
  readonly audience: string | undefined;
  readonly tokenVersion: EntraTokenVersion;
}

/**
 * Whether an existing application names the audience. Of what `components/entra-audience/adopted-application-problems.ts`
 * demands, the app role and optional claims are left to the preview.
 */
export function checkAdoptedAudience({
  clientId,
  application,
  audience,
  tokenVersion,
}: AdoptedAudienceFacts): Check {
  const what = `the application ${clientId}`;
  const fix = `az ad app show --id ${clientId}`;
  if (!isRead(application)) {
    return cannotRead(AUDIENCE, application, fix, `${what} cannot be read: ${application.refused}`);
  }
  const found = application.value;
  if (found === undefined) {
    return wrong(AUDIENCE, {
      found: `the tenant has no ${what.slice(4)}`,
      expected: "an application of the tenant",
      fix,
    });
  }
  const refuse = (state: string, expected: string, command: string): Check =>
    wrong(AUDIENCE, { found: `${what} ${state}`, expected, fix: command });
  if (found.servicePrincipal === undefined) {
    return refuse("has no service principal", "one in the tenant", `az ad sp create --id ${clientId}`);
  }
  if (!found.servicePrincipal.isEnabled) {
    const command = `az ad sp update --id ${clientId} --set accountEnabled=true`;
    return refuse("has a service principal that is disabled", "one that is enabled", command);
  }
  if (!found.servicePrincipal.requiresAssignment) {
    const command = `az ad sp update --id ${clientId} --set appRoleAssignmentRequired=true`;
    return refuse(
      "does not require assignment",
      "that it does: otherwise, any identity gets tokens",
      command,
    );
  }
  if (!found.isSingleTenant) {
    const command = `az ad app update --id ${clientId} --sign-in-audience AzureADMyOrg`;
    return refuse("is for more than its own tenant", "an application of one tenant", command);
  }
  if (found.tokenVersion !== tokenVersion) {
    const state = `issues tokens of version ${found.tokenVersion}`;
    return refuse(
      state,
      `version ${tokenVersion}`,
      "# Set tokenVersion in the program, or --token-version here.",
    );
  }
  const uris = found.identifierUris;
  const listed = uris.join(", ") || "no application ID URI";
  if (audience === undefined ? uris.length === 1 : uris.includes(audience)) {
    return ok(AUDIENCE, `${audience ?? listed}, of ${what}`);
  }
  return refuse(
    `has ${listed}`,
    audience ?? "one application ID URI, or an audience that the program names",
    audience === undefined
      ? "# Set audience in the program to one of its URIs, and repeat with --audience."
      : `az ad app update --id ${clientId} --identifier-uris ${[...uris, audience].map(quoteWord).join(" ")}`,
  );
}

/**
 * Whether Entra accepts the audience as an application ID URI. Two restrictions of the tenant's policy decide, and for web
 * addresses the verified domains. An application that exists and has the URI keeps it, whatever this says.
 *
 * Source: Microsoft Graph, "identifierUriConfiguration resource type" and "identifierUriRestriction resource type"; Microsoft
 * Entra, "Restrictions on identifier URIs of Microsoft Entra applications".
 */
export function checkAudience(facts: AudienceFacts): Check {
  const { audience, tenantId, policy, verifiedDomains } = facts;
  if (audience === undefined) {
    return cannotTell(AUDIENCE, `the tenant of the default audience is not known: ${NO_AZURE_LOGIN.refused}`);
  }
  if (facts.isByApplicationId) {
    return ok(AUDIENCE, `${audience}, which every policy accepts`);
  }
  const form = [...audienceProblems(audience), ...applicationIdUriProblems(audience)];
  if (form.length > 0 || microsoftResource(audience) !== undefined) {
    return wrong(AUDIENCE, {
      found: audience,
      expected: form[0] === undefined ? "an audience that Microsoft does not reserve" : `it ${form[0]}`,
      fix: `# Set audience: "api://${tenantId}/<name>" in the program, or omit it.`,
    });
  }
  const host = hostToVerify(audience);
  if (host !== undefined) {
    if (!isRead(verifiedDomains)) {
      return cannotRead(
        AUDIENCE,
        verifiedDomains,
        `az rest --url ${facts.graph}/v1.0/domains  # as somebody who may read domains`,
        `whether ${host} is on a verified domain cannot be read: ${verifiedDomains.refused}`,
      );
    }
    if (!isOnVerifiedDomain(host, verifiedDomains.value)) {
      return wrong(AUDIENCE, {
        found: audience,
        expected: `a host on a verified domain: ${verifiedDomains.value.join(", ")}`,
        fix: `# Omit audience, or verify the domain of ${host} in the Entra admin center.`,
      });
    }
  }
  return byPolicy(facts, audience, policy);
}

function byPolicy(
  { tenantId, tokenVersion, verifiedDomains, graph }: AudienceFacts,
  audience: string,
  policy: Reading<AppManagementPolicy>,
): Check {
  if (!isRead(policy)) {
    const isDefault = judgeNewAudience(audience, { tenantId }) === "allowed";
    return cannotRead(
      AUDIENCE,
      policy,
      `az rest --url ${graph}/v1.0/policies/defaultAppManagementPolicy  # needs Policy.Read.All; nonDefaultUriAddition must be disabled`,
      `${audience}; the tenant's app management policy cannot be read: ${policy.refused}` +
        (isDefault ? ". Microsoft's default policy accepts this form" : ""),
    );
  }
  const counts = ({ isEnabled, excludesV2Tokens }: UriRestriction): boolean =>
    isEnabled && !(excludesV2Tokens && tokenVersion === 2);
  const { nonDefault, tenantIdentifier } = policy.value;
  if (counts(nonDefault)) {
    return wrong(AUDIENCE, {
      found: `${audience}, and the tenant's policy nonDefaultUriAddition is on`,
      expected: "api://<application ID>",
      fix:
        '# Set audienceForm: "application-id" in the program.' +
        (nonDefault.excludesV2Tokens ? "\n# Or set tokenVersion: 2, which this policy leaves alone." : ""),
    });
  }
  if (!counts(tenantIdentifier)) {
    return ok(AUDIENCE, `${audience}; the tenant's policy does not restrict it`);
  }
  const verdict = judgeNewAudience(audience, { tenantId });
  const authority = /^[^:]+:\/\/([^/]+)/.exec(audience.toLowerCase())?.[1] ?? "";
  if (verdict === "allowed") {
    return ok(AUDIENCE, `${audience}, which the tenant's policy accepts`);
  }
  if (verdict === "allowed-for-verified-domain" && !isRead(verifiedDomains)) {
    return cannotTell(
      AUDIENCE,
      `${audience}; the verified domains cannot be read: ${verifiedDomains.refused}`,
    );
  }
  if (
    verdict === "allowed-for-verified-domain" &&
    isRead(verifiedDomains) &&
    isOnVerifiedDomain(authority, verifiedDomains.value)
  ) {
    return ok(AUDIENCE, `${audience}, on a verified domain`);
  }
  return wrong(AUDIENCE, {
    found: `${audience}, and the tenant's policy uriAdditionWithoutUniqueTenantIdentifier is on`,
    expected: `an audience with the tenant ID, such as api://${tenantId}/<name>`,
    fix: "# Omit audience in the program: the default is accepted.",
  });
}
