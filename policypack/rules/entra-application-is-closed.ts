import { coded, quoted } from "../../messages";
import { asList, isMark } from "../../trust";
import { nist } from "../engine/controls";
import { type RuleDefinition, type RuleFinding, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn, type SeenResource } from "../engine/seen-resource";
import { APPLICATIONS, CREDENTIALS, requestedTokenVersion } from "../stack/entra-types";
import { federationOf, isConnected } from "../stack/federation-of-stack";

/** Refuses applications of a federated audience that not only identities of the tenant could use. */
export const entraApplicationIsClosed: RuleDefinition<ScopeConfig> = {
  name: "entra-application-is-closed",
  displayName: "Entra application is closed",
  description:
    "An application that names a federated audience is for one tenant, has no client secret or certificate, and sets its token version.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["azure", "entra", "application"],
  framework: nist("IA-5", "IA-5(7)", "CM-7"),
  otherControls: { cis: "Azure: application registrations", iso27001: "A.5.17, A.8.9" },
  remediationSteps:
    "Set signInAudience to AzureADMyOrg and api.requestedAccessTokenVersion to 1 (or 2, with the client ID as audience). " +
    "Remove passwords and certificates: the application only names an audience and never signs in.",
  looksAt:
    "applications and their credentials that belong to this package or are connected to an Entra provider or role of the stack; with `scope: all`, every one",
  configuration: scopeSchema,
  *judgeResource(resource, { scope }) {
    if (scope === "all" || isOwn(resource)) {
      yield* judge(resource);
    }
  },
  *judgeStack(stack) {
    const { applications, servicePrincipals } = federationOf(stack);
    for (const resource of applications) {
      yield* judge(resource.before);
    }
    for (const resource of stack.filter(({ type }) => CREDENTIALS.has(type))) {
      if (
        isConnected(resource, "applicationId", applications, "id") ||
        isConnected(resource, "servicePrincipalId", servicePrincipals, "id")
      ) {
        yield* judge(resource.before);
      }
    }
  },
};

function* judge(resource: SeenResource): Iterable<RuleFinding> {
  const credential = CREDENTIALS.get(resource.type);
  if (credential !== undefined) {
    const message = coded(
      "application-has-credential",
      `${resource.name} gives a federated application ${credential}. Anyone who has it can sign in as the application. Expected none: the application only names an audience.`,
    );
    yield violation(resource, message);
  }
  if (!APPLICATIONS.includes(resource.type)) {
    return;
  }
  const { name } = resource;
  const audience = resource.get("signInAudience") ?? "AzureADMyOrg";
  if (audience !== "AzureADMyOrg" && !isMark(audience)) {
    const message = coded(
      "application-open-to-other-tenants",
      `Application ${name}: other tenants can use it. Expected signInAudience "AzureADMyOrg"; got ${quoted(audience)}.`,
    );
    yield violation(resource, message, audience);
  }
  const secrets = [...asList(resource.get("password")), ...asList(resource.get("passwords"))];
  if (secrets.some((secret) => !isMark(secret))) {
    yield violation(
      resource,
      coded(
        "application-has-password",
        `Application ${name} has a client secret in password. Anyone who has it can sign in as the application. Expected none: the application only names an audience.`,
      ),
    );
  }
  const version = requestedTokenVersion(resource);
  if (!isMark(version) && version !== 1 && version !== 2) {
    const message = coded(
      "application-without-token-version",
      `Application ${name}: requestedAccessTokenVersion is missing or not valid. Expected 1 or 2, because it decides issuer and audience of the tokens.`,
    );
    yield violation(resource, message);
  }
}
