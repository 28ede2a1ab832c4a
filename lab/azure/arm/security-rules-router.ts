/** The rules of a network security group under separate addresses. */
import { type Request, type Response, Router } from "express";
import { ArmError } from "../resources/arm-error";
import { objectsAt, textAt } from "../resources/json-reader";
import { parseResourceId, type ResourceId, sameId } from "../resources/resource-id";
import type { JsonObject } from "../resources/resource-store";
import { callerOf } from "./arm-caller";
import { bodyOf, pollingHeaders } from "./arm-exchange";
import { sendPage } from "./arm-page";
import type { Outcome, ResourceManager } from "./resource-manager";

const GROUP =
  "/subscriptions/:subscriptionId/resourcegroups/:group/providers/microsoft.network/networksecuritygroups/:name";

/**
 * Rules are kept in their group: a change of one is a change of the group.
 *
 * @evidence source A rule of a group, and a default rule, can be read and listed; rules can be created, changed, and
 * deleted, in the background. Source: Azure/azure-sdk-for-js sdk/network/arm-network/src/operations/securityRules.ts
 * and Azure/azure-sdk-for-js sdk/network/arm-network/src/operations/defaultSecurityRules.ts.
 */
export function securityRulesRouter(manager: ResourceManager): Router {
  const router = Router();
  for (const kind of ["securityRules", "defaultSecurityRules"]) {
    // @evidence source Rules of a group, and its default rules, can be listed. Source: Azure/azure-sdk-for-js
    // sdk/network/arm-network/src/operations/defaultSecurityRules.ts, `list`.
    router.get(`${GROUP}/${kind}`, (request, response) => {
      const group = manager.locate(parentPath(request.path));
      sendPage(request, response, rulesOf(manager, group, kind), manager.context.pageSize);
    });
    // @evidence source Rules of a group, and its default rules, can be read. Source: Azure/azure-sdk-for-js
    // sdk/network/arm-network/src/operations/defaultSecurityRules.ts, `get`.
    router.get(`${GROUP}/${kind}/:rule`, (request, response) => {
      response.json(ruleAt(request, manager, kind));
    });
  }
  // @evidence source A rule is created or changed in the background. Source: Azure/azure-sdk-for-js
  // sdk/network/arm-network/src/operations/securityRules.ts, `beginCreateOrUpdate`.
  router.put(`${GROUP}/securityRules/:rule`, (request, response) => {
    const { rule } = request.params as { rule: string };
    const { properties } = bodyOf(request);
    const others = otherRules(request, manager);
    const outcome = change(request, response, manager, [...others.rules, { name: rule, properties }]);
    const { "Azure-AsyncOperation": address = "" } = pollingHeaders(request, outcome);
    response.set({ "Azure-AsyncOperation": address, "Retry-After": "0" });
    response.status(others.had ? 200 : 201).json(ruleAt(request, manager, "securityRules"));
  });
  // @evidence source A rule is deleted in the background, and one that is not there is 204. Source:
  // Azure/azure-sdk-for-js sdk/network/arm-network/src/operations/securityRules.ts, `beginDelete`, whose answers are
  // 200, 202, and 204.
  router.delete(`${GROUP}/securityRules/:rule`, (request, response) => {
    const { had, rules } = otherRules(request, manager);
    if (!had) {
      response.status(204).end();
      return;
    }
    response
      .status(202)
      .set(pollingHeaders(request, change(request, response, manager, rules)))
      .end();
  });
  return router;
}

/** The path of the group, from that of a list of its rules. */
function parentPath(path: string): string {
  return path.replace(/\/[^/]+$/, "");
}

function groupOf({ path }: Request, manager: ResourceManager): ResourceId {
  return manager.locate(parentPath(parentPath(path)));
}

function rulesOf(manager: ResourceManager, group: ResourceId, kind: string): readonly JsonObject[] {
  return objectsAt(manager.view(manager.get(group)), "properties", kind);
}

/** @throws ArmError 404 if the group or the rule is not there. */
function ruleAt(request: Request, manager: ResourceManager, kind: string): JsonObject {
  const { rule } = request.params as { rule: string };
  const found = rulesOf(manager, groupOf(request, manager), kind).find((candidate) =>
    isNamed(candidate, rule),
  );
  const id = parseResourceId(request.path);
  if (found === undefined && id !== undefined) {
    // @evidence inferred A rule that is not there is refused as any other resource. Reason: no recording shows it.
    throw ArmError.notFound(id);
  }
  return found ?? {};
}

/** The rules but the one that is addressed, and whether that one is there. */
function otherRules(
  request: Request,
  manager: ResourceManager,
): { readonly had: boolean; readonly rules: readonly JsonObject[] } {
  const { rule } = request.params as { rule: string };
  const all = objectsAt(manager.get(groupOf(request, manager)).body.properties, "securityRules");
  const rules = all.filter((candidate) => !isNamed(candidate, rule));
  return { had: rules.length < all.length, rules };
}

function isNamed(rule: JsonObject, name: string): boolean {
  return sameId(textAt(rule, "name") ?? "", name);
}

function change(
  request: Request,
  response: Response,
  manager: ResourceManager,
  securityRules: readonly unknown[],
): Outcome {
  const id = groupOf(request, manager);
  const { body } = manager.get(id);
  const changed = { ...body, properties: { ...body.properties, securityRules } };
  return manager.put(id, changed, callerOf(response).writer);
}
