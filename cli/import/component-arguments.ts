import { isObject } from "../../trust/json-object";
import { text, type CloudExports, type Json } from "./exports";
import { isTakenOver } from "./plan-import";
import { inlinePoliciesOf, managedPoliciesOf } from "./role-policies";
import type { SetUp, SetUpWorkload } from "./set-up";

/** The session that a role allows where nothing is said. */
const DEFAULT_SESSION = 3600;

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
  const { tenantId, tokenVersion, audience, application, provider, workloads } = setUp;
  const places = new Set(
    workloads.map(({ identity }) => `${text(identity, "resourceGroup")} ${text(identity, "location")}`),
  );
  const [resourceGroupName = "", location = ""] = [...places][0]?.split(" ") ?? [];
  const ownAudiences =
    tokenVersion === 1 ? [audience] : workloads.map(({ identity }) => text(identity, "clientId"));
  const more = [provider.ClientIDList].flat().filter((id) => !ownAudiences.includes(String(id)));
  return {
    tenantId,
    audience,
    ...(tokenVersion === 2 ? { tokenVersion } : {}),
    ...(isTakenOver(setUp)
      ? { displayName: text(application, "displayName") }
      : { applicationClientId: text(application, "appId"), ...appRole(setUp) }),
    ...{ resourceGroupName, location },
    ...(more.length > 0 ? { additionalAudiences: more } : {}),
    ...tagsOf("awsTags", provider),
    workloads: Object.fromEntries(workloads.map((it) => [it.key, workloadArguments(it, exports)])),
  };
}

/** The app role to which the identities are assigned already. */
function appRole({ workloads }: SetUp): Json {
  const [id] = workloads.map(({ assignment }) => text(assignment, "appRoleId")).filter((it) => it !== "");
  return id === undefined ? {} : { appRoleId: id };
}

function workloadArguments(workload: SetUpWorkload, exports: CloudExports): Json {
  const { role, machine, otherSubjects } = workload;
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
    ...(typeof session === "number" && session !== DEFAULT_SESSION ? { maxSessionDuration: session } : {}),
    ...(["", "/"].includes(text(role, "Path")) ? {} : { rolePath: text(role, "Path") }),
    ...(text(role, "Description") === "" ? {} : { roleDescription: text(role, "Description") }),
    ...(isObject(boundary) ? { permissionsBoundaryArn: text(boundary, "PermissionsBoundaryArn") } : {}),
    ...tagsOf("roleTags", role),
  };
}

function tagsOf(name: string, { Tags }: Json): Json {
  const tags = Array.isArray(Tags) ? Tags.filter(isObject) : [];
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
