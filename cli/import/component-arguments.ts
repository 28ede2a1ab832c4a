/** Writes the declaration of the component that import prints on standard error. */
import { IAM_LIMITS, isObject, itemsOf } from "../../trust";
import { isTakenOver } from "./application";
import { type CloudExports, type Json, text } from "./exports";
import { inlinePoliciesOf, managedPoliciesOf } from "./role-policies";
import type { SetUp } from "./set-up";
import { assignedAppRole } from "./set-up-assignments";
import type { SetUpWorkload } from "./set-up-workload";

/**
 * Renders the component in TypeScript as it has to be declared after the import, so that an update replaces nothing.
 *
 * @param name - The name of the component `AzureToAwsFederation`.
 */
export function renderComponent(name: string, setUp: SetUp, exports: CloudExports): string {
  return `new AzureToAwsFederation(${JSON.stringify(name)}, ${literal(argumentsOf(setUp, exports))});\n`;
}

/** The component's arguments. */
export function argumentsOf(setUp: SetUp, exports: CloudExports): Json {
  const { tenantId, cloud, tokenVersion, audience, otherAudiences, application, provider, workloads } = setUp;
  const { resourceGroupName, location, azureTags } = setUp.place;
  return {
    tenantId,
    ...(cloud === "public" ? {} : { cloud }),
    audience,
    ...(tokenVersion === 2 ? { tokenVersion } : {}),
    ...(isTakenOver(application)
      ? { displayName: text(application, "displayName") }
      : { applicationClientId: text(application, "appId"), ...appRole(setUp) }),
    resourceGroupName,
    location,
    // Others use the provider too: it must not go with the federation.
    ...(otherAudiences.length > 0
      ? { additionalAudiences: otherAudiences, retainOidcProviderOnDelete: true }
      : {}),
    ...(Object.keys(azureTags).length > 0 ? { azureTags } : {}),
    ...tagsOf("awsTags", provider),
    workloads: Object.fromEntries(workloads.map((it) => [it.key, workloadArguments(it, exports)])),
  };
}

/** The app role to which the identities are assigned already. */
function appRole({ workloads }: SetUp): Json {
  const id = assignedAppRole(workloads);
  return id === undefined ? {} : { appRoleId: id };
}

function workloadArguments(workload: SetUpWorkload, exports: CloudExports): Json {
  const { role, trust, machine, otherSubjects } = workload;
  const { allowedSourceIps, conditions } = trust;
  const { MaxSessionDuration: session, PermissionsBoundary: boundary } = role;
  const inline = inlinePoliciesOf(role, exports).map(({ entry, document }) => [entry, document]);
  const managed = managedPoliciesOf(exports).map(({ entry, arn }) => [entry, arn]);
  return {
    permissions: {
      ...(inline.length > 0 ? { inlinePolicies: Object.fromEntries(inline) as Json } : {}),
      ...(managed.length > 0 ? { managedPolicyArns: Object.fromEntries(managed) as Json } : {}),
    },
    roleName: text(role, "RoleName"),
    ...(machine === undefined ? {} : { existingVirtualMachineId: text(machine, "id") }),
    ...(otherSubjects.length > 0 ? { additionalSubjects: otherSubjects } : {}),
    ...(typeof session === "number" && session !== IAM_LIMITS.shortestMaxSession
      ? { maxSessionDuration: session }
      : {}),
    ...(["", "/"].includes(text(role, "Path")) ? {} : { rolePath: text(role, "Path") }),
    ...(text(role, "Description") === "" ? {} : { roleDescription: text(role, "Description") }),
    ...(isObject(boundary) ? { permissionsBoundaryArn: text(boundary, "PermissionsBoundaryArn") } : {}),
    ...tagsOf("roleTags", role),
    ...(allowedSourceIps.length > 0 ? { allowedSourceIps } : {}),
    ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
  };
}

function tagsOf(name: string, { Tags }: Json): Json {
  const tags = itemsOf(Tags).filter(isObject);
  return tags.length === 0
    ? {}
    : { [name]: Object.fromEntries(tags.map((tag) => [text(tag, "Key"), text(tag, "Value")])) };
}

/** A value as TypeScript has it. */
function literal(value: unknown, indent = ""): string {
  if (!isObject(value)) {
    return JSON.stringify(value);
  }
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, member]) =>
      `${inner}${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${literal(member, inner)},\n`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
}
