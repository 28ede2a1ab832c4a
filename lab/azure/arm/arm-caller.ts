/** Who calls Azure Resource Manager, and what it may do. */
import type { Response } from "express";
import { ArmError } from "../resources/arm-error";
import { objectAt } from "../resources/json-reader";
import { parseResourceId, RESOURCE_GROUP_TYPE, type ResourceId } from "../resources/resource-id";
import type { JsonObject } from "../resources/resource-store";
import { actionAt } from "./arm-addresses";
import type { Writer } from "./resource-manager";
import { ASSIGN_IDENTITY, type RoleAssignments, type RolePermission } from "./role-assignments";

const VERBS: Readonly<Record<string, string>> = { GET: "read", HEAD: "read", DELETE: "delete" };

/**
 * Addresses at which clients follow operations.
 *
 * @evidence inferred Anyone with a role in the subscription may follow an operation. Reason: its ID is a secret, and
 *   no page lists an action for it.
 */
const OPERATION =
  /^(\/subscriptions\/[^/]+)\/(?:providers\/[^/]+\/locations\/[^/]+\/operations|operationresults)\//i;

/**
 * What belongs to Microsoft.Authorization, on a subscription, on a group, or on a resource: lists, and definitions of policies.
 *
 * @evidence documentation Requests to these addresses need these actions. Source: Azure, "Azure permissions for Management and
 *   governance".
 */
const AUTHORIZATION = [
  /\/providers\/(Microsoft\.Authorization\/(?:permissions|policyAssignments|policyExemptions|roleAssignments|roleDefinitions))$/i,
  /\/providers\/(Microsoft\.Authorization\/(?:policyDefinitions|policySetDefinitions))\/[^/]+$/i,
];

/** A list of resources of one type: in a subscription, in a group, or of another resource. */
const COLLECTION = /\/providers\/([^/]+\/(?:[^/]+\/[^/]+\/)*[^/]+)$/i;

/**
 * Definitions of policies that come with Azure.
 *
 * @evidence source Anyone who has a token may read the definitions that come with Azure. Source: Azure/azure-cli
 * src/azure-cli/azure/cli/command_modules/resource/custom.py, which asks for them with no scope; that no role is needed
 * is inferred.
 */
const BUILT_IN =
  /^\/providers\/Microsoft\.Authorization\/(?:policyDefinitions|policySetDefinitions)\/[^/]+$/i;

/** The application or managed identity behind a token. */
export class ArmCaller {
  constructor(
    private readonly clientId: string,
    private readonly objectId: string,
    private readonly roles: RoleAssignments,
    /** The user principal name of a person; undefined for an application and a managed identity. */
    private readonly userName?: string,
  ) {}

  /**
   * How `systemData` names the caller.
   *
   * @evidence inferred `systemData` names an application by its client ID. Reason: the recordings of container apps have users
   *   alone, and other types of Azure name applications so.
   */
  get writer(): Writer {
    const { userName, clientId } = this;
    return userName === undefined
      ? { name: clientId, type: "Application" }
      : { name: userName, type: "User" };
  }

  /**
   * Whether the list of subscriptions shows one to the caller.
   *
   * @evidence inferred The list shows a subscription if a role on it, above it, or inside of it allows
   *   `Microsoft.Resources/subscriptions/read`. Reason: Azure describes the action as "Gets the list of subscriptions";
   *   microsoft/azure-pipelines-tasks #18757 reports that the Azure CLI finds no subscription without a right to read it.
   */
  seesSubscription(id: string): boolean {
    return this.roles.allowWithin(this.objectId, "Microsoft.Resources/subscriptions/read", id);
  }

  /** What the caller's roles allow on a scope. */
  permissionsOn(scope: string): readonly RolePermission[] {
    return this.roles.permissions(this.objectId, scope);
  }

  /** @throws ArmError 403 unless a role allows the request. */
  demand(method: string, path: string): void {
    if (method === "GET" && BUILT_IN.test(path)) {
      return;
    }
    const [, subscription] = OPERATION.exec(path) ?? [];
    const action = actionOf(method, path);
    const allowed =
      subscription === undefined
        ? this.roles.allow(this.objectId, action, path)
        : this.roles.allow(this.objectId, undefined, subscription);
    if (!allowed) {
      // @evidence log A caller without the right is 403 `AuthorizationFailed`, which names the action and the scope.
      // Source: Azure/ARO-RP #31.
      throw new ArmError(
        403,
        "AuthorizationFailed",
        `${this.#name()} does not have authorization to perform action '${action}' over scope '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      );
    }
  }

  /**
   * Demands the right to assign every user-assigned identity that a change attaches. Azure asks for it at every PUT that
   * names the identity, attached before or not, and at a PATCH only if that names it.
   *
   * @throws ArmError 403 naming the first identity that it may not assign.
   */
  demandIdentities({ type, text }: ResourceId, sent: JsonObject): void {
    const attached = Object.entries(objectAt(sent.identity, "userAssignedIdentities"));
    const refused = attached.find(
      ([id, value]) => value !== null && !this.roles.allow(this.objectId, ASSIGN_IDENTITY, id),
    );
    if (refused !== undefined) {
      // @evidence documentation A caller who may not assign an attached identity is 403 `LinkedAuthorizationFailed`.
      // Source: Microsoft's page "Resizing or modifying a VM with a UMI fails via Azure PowerShell/CLI but succeeds in
      // Azure Portal" (2025), which quotes it; "Troubleshoot Azure IoT Operations" has it with other actions.
      throw new ArmError(
        403,
        "LinkedAuthorizationFailed",
        `${this.#name()} has permission to perform action '${type}/write' on scope '${text}'; however, it does not have permission to perform action(s) '${ASSIGN_IDENTITY}' on the linked scope(s) '${refused[0]}' (respectively) or the linked scope(s) are invalid.`,
      );
    }
  }

  #name(): string {
    return `The client '${this.clientId}' with object id '${this.objectId}'`;
  }
}

/** Remembers who calls for the rest of the exchange. */
export function setCaller(response: Response, caller: ArmCaller): void {
  response.locals.caller = caller;
}

/** The caller. The check of the token sets it, before any route. */
export function callerOf(response: Response): ArmCaller {
  return response.locals.caller as ArmCaller;
}

/**
 * Assignments of roles, on a subscription or on anything in it.
 *
 * @evidence documentation Assigning a role needs `Microsoft.Authorization/roleAssignments/write`. Source: Azure, "Assign Azure roles
 *   using the REST API".
 */
const ROLE_ASSIGNMENT = /\/providers\/(Microsoft\.Authorization\/roleAssignments)\/[^/]+$/i;

function actionOf(method: string, path: string): string {
  const [, assignment] = ROLE_ASSIGNMENT.exec(path) ?? [];
  if (assignment !== undefined) {
    return `${assignment}/${VERBS[method] ?? "write"}`;
  }
  const known = actionAt(path);
  if (known !== undefined) {
    return known;
  }
  const listed = AUTHORIZATION.flatMap((pattern) => pattern.exec(path)?.[1] ?? []).at(0);
  if (listed !== undefined) {
    return `${listed}/read`;
  }
  const action = method === "POST" ? path.lastIndexOf("/") : -1;
  const acted = action === -1 ? undefined : parseResourceId(path.slice(0, action));
  if (acted !== undefined) {
    return `${acted.type}/${path.slice(action + 1)}/action`;
  }
  const own = parseResourceId(path)?.type ?? collectionType(path) ?? "Microsoft.Resources/subscriptions";
  // @evidence log The actions of resource groups are those of `Microsoft.Resources/subscriptions/resourcegroups`. Source:
  // Azure/azure-cli #32165.
  const type = own === RESOURCE_GROUP_TYPE ? "Microsoft.Resources/subscriptions/resourcegroups" : own;
  return `${type}/${VERBS[method] ?? "write"}`;
}

/** The type in a list's address: its namespace, and each second segment after it. */
function collectionType(path: string): string | undefined {
  const [, collection] = COLLECTION.exec(path) ?? [];
  const [namespace, ...segments] = collection?.split("/") ?? [];
  return namespace === undefined
    ? undefined
    : [namespace, ...segments.filter((_, index) => index % 2 === 0)].join("/");
}
