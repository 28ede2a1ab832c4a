/** The default names of an application, made from the names of the project, the stack, and the component. */
import * as pulumi from "@pulumi/pulumi";
import { audienceName, type Declaration, defaultAudience, federationName } from "../../trust/applications";

/** Replaces the tenant ID, which is known only later. Its length is known now. */
export const SOME_TENANT = "00000000-0000-4000-8000-000000000000";

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
