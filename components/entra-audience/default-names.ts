/** The names that an application gets where none is given: made from project, stack and component. */
import * as pulumi from "@pulumi/pulumi";
import { audienceName, type Declaration, defaultAudience, federationName } from "../../trust";

/** Stands for the tenant, which is known only later; its length is known now. */
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
