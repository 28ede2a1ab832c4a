/** The names that an application gets where none is given: made from project, stack and component. */
import * as pulumi from "@pulumi/pulumi";
import { defaultAudience } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import type { Rule } from "../arguments/argument-rule";
import { isGiven } from "../arguments/inputs";
import { applicationIdUri, displayName } from "../arguments/rules/entra";
import { AudienceForm } from "./audience-form";
import type { EntraAudienceArgs } from "./entra-audience-args";
import { audienceName, type Declaration, federationName } from "./federation-names";

/** Stands for the tenant, which is known only later; its length is known now. */
const SOME_TENANT = "00000000-0000-4000-8000-000000000000";

/** The default display name of a component in this program: `<project>-<stack>-<name>`. */
export function ownDisplayName(name: string): string {
  return federationName(declared(name));
}

/** The default audience of a component in this program, which no other stack of the tenant has. */
export function ownAudience(tenantId: string, name: string): string {
  return defaultAudience(tenantId, audienceName(declared(name)));
}

function declared(name: string): Declaration {
  return { project: pulumi.getProject(), stack: pulumi.getStack(), name };
}

/**
 * Checks the defaults that the component called `name` needs by the rules for what is given. A default that an
 * output turns out to leave to the component is checked where it is taken.
 */
export function checkDefaultNames(checks: ArgumentChecks, name: string, args: EntraAudienceArgs): void {
  const adopts = isGiven(args.applicationClientId);
  const form = args.audienceForm ?? (adopts ? undefined : AudienceForm.TenantAndName);
  if (!isGiven(args.audience) && form === AudienceForm.TenantAndName) {
    report(checks, "audience", ownAudience(SOME_TENANT, name), applicationIdUri);
  }
  if (!isGiven(args.displayName) && !adopts) {
    report(checks, "displayName", ownDisplayName(name), displayName);
  }
}

function report(checks: ArgumentChecks, path: string, value: string, rule: Rule<string>): void {
  const text = value.replace(SOME_TENANT, "<tenantId>");
  for (const reason of rule(value)) {
    checks.report(path, `is ${JSON.stringify(text)} by default, and ${reason}: give it, or another name`);
  }
}
