/** The HTTP side of Azure Resource Manager. */
import { json, type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import { withoutEmptySegments } from "../../http/empty-segments";
import { ArmError } from "../resources/arm-error";
import { demandKnownVersion } from "./api-versions";
import type { ArmAccess } from "./arm-access";
import { callerOf, setCaller } from "./arm-caller";
import { apiVersionOf, bodyOf, pollingHeaders, sendChange } from "./arm-exchange";
import { sendPage } from "./arm-page";
import type { AssignedPolicies } from "./assigned-policies";
import { authorizationRouter } from "./authorization-router";
import { computeOfferRouter } from "./compute-offer-router";
import { jobActionsRouter } from "./job-actions-router";
import { listFilter } from "./list-filter";
import { locationsRouter } from "./locations-router";
import { machineActionsRouter } from "./machine-actions-router";
import { mergePatch } from "./merge-patch";
import { metadataRouter } from "./metadata-router";
import { operationsRouter } from "./operations-router";
import type { Quotas } from "./quotas";
import { listResources } from "./resource-collections";
import { resourceListsRouter } from "./resource-lists-router";
import type { ResourceManager } from "./resource-manager";
import type { ResourceProviders } from "./resource-providers";
import { resourceProvidersRouter } from "./resource-providers-router";
import { roleAssignmentsRouter } from "./role-assignments-router";
import { secretActionsRouter } from "./secret-actions-router";
import { securityRulesRouter } from "./security-rules-router";
import { usagesRouter } from "./usages-router";

const SUBSCRIPTION = /^\/subscriptions\/([^/]+)/i;

/** The resource provider that a request is for. */
const NAMESPACE = /\/providers\/([^/]+)\//i;

/** Addresses of resources and of their collections. */
const RESOURCES = /^\/subscriptions\/[^/]+\/.+/i;

/** Types of the network provider. */
const NETWORK = /^Microsoft\.Network\//i;

/** The lists of subscriptions and of tenants, which show what the caller may see and refuse nobody. */
const LISTS_FOR_ALL = /^\/(?:subscriptions|tenants)$/i;

/** What belongs to the subscription in addition to its resources. */
export interface SubscriptionState {
  readonly providers: ResourceProviders;
  readonly quotas: Quotas;
  readonly policies: AssignedPolicies;
}

/** All routes of Resource Manager. */
export function armRouter(
  manager: ResourceManager,
  access: ArmAccess,
  { providers, quotas, policies }: SubscriptionState,
): Router {
  const router = Router();
  // @evidence source Resource Manager answers a path that begins with two slashes. Source: Azure/azure-sdk-for-js
  // sdk/resources/arm-resources/src/operations/resources.ts, whose `getById` puts a slash in front of an ID.
  router.use(withoutEmptySegments);
  router.use(metadataRouter(manager.context.tenant.cloud));
  router.use(admission(manager, access));
  router.use(json({ limit: "4mb" }));
  router.use((request, _response, next) => {
    const { path, body } = request as Request<unknown, unknown, unknown>;
    demandKnownVersion({ path, version: apiVersionOf(request), body }, manager.context.store);
    next();
  });
  router.use(operationsRouter(manager.operations));
  router.use(resourceProvidersRouter(providers, manager.context.pageSize));
  router.use((request, _response, next) => {
    const [, namespace] = NAMESPACE.exec(request.path) ?? [];
    if (namespace !== undefined) {
      providers.demand(namespace);
    }
    next();
  });
  router.use(computeOfferRouter());
  router.use(usagesRouter(quotas));
  router.use(authorizationRouter(policies));
  router.use(roleAssignmentsRouter(manager.context.tenant, access.roles, manager.context.pageSize));
  // @evidence documentation The list of subscriptions shows those that the caller may see. Source: Azure Resource
  // Manager, "Subscriptions - List".
  router.get("/subscriptions", (_request, response) => {
    const view = subscriptionView(manager);
    response.json({ value: callerOf(response).seesSubscription(view.id) ? [view] : [] });
  });
  // @evidence documentation A subscription can be read. Source: Azure Resource Manager, "Subscriptions - Get".
  router.get("/subscriptions/:subscriptionId", ({ params }, response) => {
    manager.demandSubscription(params.subscriptionId);
    response.json(subscriptionView(manager));
  });
  // @evidence documentation The tenants of the caller can be listed. Source: Azure Resource Manager, "Tenants - List".
  router.get("/tenants", (_request, response) => {
    response.json({ value: [tenantView(manager)] });
  });
  router.use(locationsRouter());
  router.use(resourceListsRouter(manager));
  router.use(machineActionsRouter(manager));
  router.use(jobActionsRouter(manager));
  router.use(secretActionsRouter(manager));
  router.use(securityRulesRouter(manager));
  router.use(resourcesRouter(manager));
  router.use((request) => {
    // @evidence inferred An address that is not in the lab is 404. Reason: the text is the lab's, so that nobody
    // takes it for Azure's.
    throw new ArmError(404, "NotFound", `No route answers ${request.method} ${request.path}.`);
  });
  router.use(sendRefusal);
  return router;
}

/**
 * Resource type `Subscription`.
 *
 * @evidence documentation A subscription shows `id`, `subscriptionId`, `tenantId`, `displayName`, and `state`. Source:
 *   Azure Resource Manager, "Subscriptions - Get".
 */
function subscriptionView({ context: { store, tenant } }: ResourceManager) {
  const { subscriptionId } = store;
  const id = `/subscriptions/${subscriptionId}`;
  return { id, subscriptionId, tenantId: tenant.tenantId, displayName: "Lab", state: "Enabled" };
}

/**
 * Resource type `TenantIdDescription`.
 *
 * @evidence documentation A tenant shows `id`, `tenantId`, `displayName`, `domains`, `defaultDomain`, `tenantCategory`, and
 *   `tenantType`. Source: Azure Resource Manager, "Tenants - List".
 */
function tenantView({ context: { tenant } }: ResourceManager) {
  const { tenantId, displayName, verifiedDomains } = tenant;
  return {
    id: `/tenants/${tenantId}`,
    tenantId,
    displayName,
    domains: verifiedDomains,
    defaultDomain: verifiedDomains[0],
    tenantCategory: "Home",
    tenantType: "AAD",
  };
}

/** Lets in callers with a token, the permission, and an API version. */
function admission(manager: ResourceManager, access: ArmAccess): RequestHandler {
  return async (request, response, next) => {
    const isListForAll = LISTS_FOR_ALL.test(request.path);
    const caller = await access.caller(request.headers.authorization, isListForAll);
    const [, subscriptionId] = SUBSCRIPTION.exec(request.path) ?? [];
    // A subscription that is not there is not found, whatever the caller may do in another.
    if (subscriptionId !== undefined) {
      manager.demandSubscription(subscriptionId);
    }
    if (!isListForAll) {
      caller.demand(request.method, request.path);
    }
    setCaller(response, caller);
    apiVersionOf(request);
    next();
  };
}

/** Resources and collections of them, whatever their type. */
function resourcesRouter(manager: ResourceManager): Router {
  const router = Router();
  /**
   * @evidence documentation What is there is answered with 204, what is not with 404. Source: "Resource Groups - Check Existence",
   *   "Resources - Check Existence".
   */
  router.head(RESOURCES, (request, response) => {
    manager.get(manager.locate(request.path));
    response.status(204).end();
  });
  // @evidence recorded Reading a resource or a collection is 200. Source: Azure/azure-service-operator
  // v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
  router.get(RESOURCES, (request, response) => {
    const collection = listResources(request.path, manager);
    if (collection !== undefined) {
      sendPage(
        request,
        response,
        collection.filter(listFilter(request)).map((resource) => manager.view(resource)),
        manager.context.pageSize,
      );
      return;
    }
    const { $expand: expand } = request.query;
    const resource = manager.get(manager.locate(request.path));
    response.json(manager.view(resource, typeof expand === "string" ? expand : undefined));
  });
  // @evidence recorded PUT answers 201 for a new resource and 200 for one that is there. Source:
  // Azure/azure-service-operator v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
  router.put(RESOURCES, async (request, response) => {
    const id = manager.locate(request.path);
    const sent = bodyOf(request);
    callerOf(response).demandIdentities(id, sent);
    await sendChange(request, response, manager, manager.put(id, sent, callerOf(response).writer));
  });
  // @evidence documentation PATCH is applied as a JSON merge patch (RFC 7396). Source: "Microsoft Azure REST API Guidelines".
  router.patch(RESOURCES, async (request, response) => {
    const id = manager.locate(request.path);
    const { body, secrets } = manager.get(id);
    const sent = bodyOf(request);
    callerOf(response).demandIdentities(id, sent);
    const whole = mergePatch(body, { properties: secrets });
    const outcome = manager.put(id, mergePatch(whole, sent), callerOf(response).writer);
    if (NETWORK.test(id.type)) {
      // @evidence source A PATCH in the network, which changes tags, answers once it is done. Source:
      // Azure/azure-sdk-for-js sdk/network/arm-network/src/operations/virtualNetworks.ts, whose `updateTags` is no
      // long-running operation.
      await outcome.operation.finished();
      response.json(manager.view(outcome.resource));
      return;
    }
    await sendChange(request, response, manager, outcome);
  });
  // @evidence recorded DELETE answers 202 in the background and 200 at once. Source: Azure/azure-service-operator
  // v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490; Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/identity/tests/latest/recordings/test_federated_identity_credential.yaml at
  // 0674fa6.
  router.delete(RESOURCES, async (request, response) => {
    const outcome = manager.delete(manager.locate(request.path));
    if (outcome === undefined) {
      response.status(204).end();
    } else if (outcome.type.asynchronous !== undefined) {
      response.status(202).set(pollingHeaders(request, outcome)).end();
    } else {
      await outcome.operation.finished();
      response.status(200).end();
    }
  });
  return router;
}

function sendRefusal(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const refusal = asArmError(error);
  if (refusal === undefined) {
    next(error);
    return;
  }
  response.status(refusal.status).set(refusal.headers).json({ error: refusal.body() });
}

function asArmError(error: unknown): ArmError | undefined {
  if (error instanceof ArmError) {
    return error;
  }
  // A SyntaxError is what the JSON reader throws.
  // @evidence inferred A body that is not JSON is 400 `InvalidRequestContent`. Reason: the code is Azure's; the text
  // ends with that of the lab's reader.
  return error instanceof SyntaxError
    ? new ArmError(
        400,
        "InvalidRequestContent",
        `The request content was invalid and could not be deserialized: '${error.message}'.`,
      )
    : undefined;
}
