import { asList } from "azure-to-aws-federation/trust";
import { type RuleDefinition, type RuleFinding, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn, type SeenResource } from "../engine/seen-resource";
import { UNKNOWN } from "../engine/unknown";
import { APPLICATIONS, CREDENTIALS, requestedTokenVersion } from "../stack/entra-types";
import { federationOf, isConnected } from "../stack/federation-of-stack";

/** Refuses applications of a federated audience that others than the tenant's own identities could use. */
export const entraApplicationIsClosed: RuleDefinition<ScopeConfig> = {
  name: "entra-application-is-closed",
  displayName: "Entra application is closed",
  description:
    "An application that stands for AWS is for one tenant, has no client secret or certificate, and sets its token version.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["azure", "entra", "application"],
  remediationSteps:
    "Set signInAudience to AzureADMyOrg and api.requestedAccessTokenVersion to 1 (or 2, with the client ID as audience). " +
    "Remove passwords and certificates: the application only names an audience and never signs in itself.",
  looksAt:
    "applications, and secrets and certificates of them, that belong to this package or are connected to an Entra provider or role of the stack; `scope: all`: every one",
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
    yield violation(
      resource,
      `${resource.name} gives a federated application ${credential}. Expected: none: nobody has to sign in as the application.`,
      "credential",
    );
  }
  if (!APPLICATIONS.includes(resource.type)) {
    return;
  }
  const about = `Application ${resource.name}`;
  const audience = resource.get("signInAudience") ?? "AzureADMyOrg";
  if (audience !== "AzureADMyOrg" && audience !== UNKNOWN) {
    yield violation(
      resource,
      `${about}: found signInAudience ${JSON.stringify(audience)}. Other tenants can use it. Expected: "AzureADMyOrg".`,
      `signInAudience ${JSON.stringify(audience)}`,
    );
  }
  const secrets = [...asList(resource.get("password")), ...asList(resource.get("passwords"))];
  if (secrets.some((secret) => secret !== UNKNOWN)) {
    yield violation(
      resource,
      `${about}: found a client secret in password. Expected: none: nobody has to sign in as the application.`,
      "password",
    );
  }
  const version = requestedTokenVersion(resource);
  if (version !== UNKNOWN && version !== 1 && version !== 2) {
    yield violation(
      resource,
      `${about}: found no requestedAccessTokenVersion that is 1 or 2. Expected: to set it, since issuer and audience of the tokens depend on it.`,
      "requestedAccessTokenVersion",
    );
  }
}
