/** What clients read of Microsoft.Authorization: their own rights, and the policies that are assigned. */
import { type Request, type Response, Router } from "express";
import { ArmError } from "../resources/arm-error";
import { callerOf } from "./arm-caller";
import { sendPage } from "./arm-page";
import type { AssignedPolicies, PolicyDocument } from "./assigned-policies";

const SCOPES = ["/subscriptions/:subscriptionId", "/subscriptions/:subscriptionId/resourcegroups/:group"];
const AUTHORIZATION = "providers/Microsoft.Authorization";

/** Lists that apply to a scope. */
const LISTED = ["policyAssignments", "policyExemptions"];

/** Any definition or initiative, of the tenant, of a management group, or of a subscription. */
const DEFINITION =
  /\/providers\/Microsoft\.Authorization\/(?:policyDefinitions|policySetDefinitions)\/[^/]+$/i;

/** The permissions on a resource, or on a resource inside of one. */
const RESOURCE_PERMISSIONS =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/.+\/providers\/Microsoft\.Authorization\/permissions$/i;

/** The routes of permissions and policies. */
export function authorizationRouter(policies: AssignedPolicies): Router {
  const router = Router();
  /**
   * @evidence documentation A caller's permissions on a scope are those of each of its roles. Source: Azure Authorization,
   *   "Permissions - List For Resource Group"; Microsoft, "Use Resource Manager authentication API to access subscriptions", which
   *   has the answer for a Contributor of a subscription.
   */
  router.get(
    SCOPES.map((scope) => `${scope}/${AUTHORIZATION}/permissions`),
    (request, response) => {
      const scope = scopeOf(request.path);
      response.json({ value: callerOf(response).permissionsOn(scope) });
    },
  );
  // @evidence documentation A caller's permissions on a resource are those of its roles there and above. Source: Azure
  // Authorization, "Permissions - List For Resource".
  router.get(RESOURCE_PERMISSIONS, (request: Request, response: Response) => {
    response.json({ value: callerOf(response).permissionsOn(scopeOf(request.path)) });
  });
  // @evidence documentation Without a filter or with `atScope()`, the lists hold what is on the scope or above it. What is on
  // objects inside is left out by the filter, and the lab has nothing of it. Source: Azure Policy, "Policy Assignments - List",
  // "Policy Exemptions - List".
  router.get(
    SCOPES.flatMap((scope) => LISTED.map((type) => `${scope}/${AUTHORIZATION}/${type}`)),
    (request: Request, response: Response) => {
      const type = request.path.split("/").at(-1) ?? "";
      sendPage(request, response, policies.at(scopeOf(request.path), type).map(viewOf));
    },
  );
  // @evidence documentation Definitions and initiatives are read by their IDs. Source: Azure Policy, "Policy Definitions - Get",
  // "Policy Set Definitions - Get".
  router.get(DEFINITION, (request: Request, response: Response) => {
    const found = policies.get(request.path);
    if (found === undefined) {
      // @evidence documentation A definition that does not exist is 404 with this code. Source: azure-cli,
      // `azure/cli/command_modules/resource/custom.py`, which catches it; the text is the lab's.
      throw new ArmError(
        404,
        /policySetDefinitions/i.test(request.path)
          ? "PolicySetDefinitionNotFound"
          : "PolicyDefinitionNotFound",
        `The policy definition '${request.path.split("/").at(-1) ?? ""}' could not be found.`,
      );
    }
    response.json(viewOf(found));
  });
  return router;
}

function scopeOf(path: string): string {
  return path.replace(/\/providers\/Microsoft\.Authorization\/.*$/i, "");
}

function viewOf({ id, properties }: PolicyDocument) {
  const [type = "", name = ""] = id.split("/").slice(-2);
  return { id, name, type: `Microsoft.Authorization/${type}`, properties };
}
