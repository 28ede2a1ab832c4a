/** Microsoft Graph, as far as applications, service principals and their role assignments go. */
import { json, type NextFunction, type Request, type Response, Router } from "express";
import type { Clock } from "../../clock";
import { withoutEmptySegments } from "../../http/empty-segments";
import type { EntraTenants } from "../entra/entra-tenants";
import { GRAPH_NAMES } from "../entra/first-party-apis";
import { applicationsRouter } from "./applications-router";
import { batchRouter } from "./batch-router";
import { domainsRouter } from "./domains-router";
import { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import {
  graphCallerOf,
  type GraphPages,
  setGraphCaller,
  setPages,
  unreadablePayload,
} from "./graph-exchange";
import { meRouter } from "./me-router";
import { policiesRouter } from "./policies-router";
import { roleManagementRouter } from "./role-management-router";
import { servicePrincipalsRouter } from "./service-principals-router";

/**
 * @evidence source Clients read some properties of `beta`. Source: hashicorp/terraform-provider-azuread
 * internal/services/applications/application_data_source.go at f0169e0.
 */
const VERSIONS = ["/v1.0", "/beta"];

/**
 * The directory that a request reads and writes is that of its token's tenant.
 *
 * @param resolve - Where a public address is served over plain HTTP.
 * @param pages - How lists go on. Default: as usual, and for ever.
 */
export function graphRouter(
  tenants: EntraTenants,
  clock: Clock,
  resolve: (url: string) => string,
  pages?: Omit<GraphPages, "clock">,
): Router {
  const router = Router();
  // @evidence report Graph answers a path with two slashes after the version. Source: requests of msgraph-sdk for
  // Python, whose base address ends with a slash.
  router.use(withoutEmptySegments);
  router.use(VERSIONS, async (request, response, next) => {
    const caller = await authenticate(tenants, request.headers.authorization);
    caller.tenant.directory.countRequest();
    setGraphCaller(response, caller);
    setPages(response, pages && { ...pages, clock });
    next();
  });
  router.use(json());
  router.use(toObjectIds);
  router.use(
    VERSIONS.map((version) => `${version}/applications`),
    applicationsRouter(clock),
  );
  router.use(
    VERSIONS.map((version) => `${version}/servicePrincipals`),
    servicePrincipalsRouter(),
  );
  router.use(
    VERSIONS.map((version) => `${version}/$batch`),
    batchRouter(resolve),
  );
  router.use("/v1.0/domains", domainsRouter());
  router.use("/v1.0/me", meRouter());
  router.use("/v1.0/policies", policiesRouter());
  router.use("/v1.0/roleManagement/directory", roleManagementRouter());
  router.use((request) => {
    const [segment = ""] = request.path.replace(/^\/(?:v1\.0|beta)\//, "").split("/");
    // @evidence inferred An address that is not in the lab is a missing segment. Reason: Graph has this text for
    // addresses it does not know; which addresses the lab knows is the lab's choice.
    throw GraphError.badRequest(`Resource not found for the segment '${segment}'.`);
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const refusal = asGraphError(error);
    if (refusal === undefined) {
      next(error);
      return;
    }
    response.status(refusal.status).json(refusal.body(clock()));
  });
  return router;
}

const BY_APP_ID =
  /^(\/(?:v1\.0|beta)\/(applications|servicePrincipals))\(appId=(?:'|%27)([^')]+?)(?:'|%27)\)/i;

/**
 * Leads addresses that name an application by its client ID to the object.
 *
 * @evidence documentation Applications and service principals have this alternate key. Source: "Get application", "Get
 *   servicePrincipal".
 *
 * @throws GraphError 404 if there is none.
 */
function toObjectIds(request: Request, response: Response, next: NextFunction): void {
  const [address, collection = "", kind, appId = ""] = BY_APP_ID.exec(request.url) ?? [];
  if (address !== undefined) {
    const { replica } = graphCallerOf(response).tenant.directory;
    const objects =
      kind?.toLowerCase() === "applications" ? replica.applications() : replica.servicePrincipals();
    const found = objects.find((object) => object.appId === appId.toLowerCase());
    if (found === undefined) {
      // @evidence inferred An alternate key that names nothing is 404 `Request_ResourceNotFound`. Reason: this is the refusal of an
      // object ID that names nothing.
      throw GraphError.notFound(appId);
    }
    request.url = `${collection}/${found.id}${request.url.slice(address.length)}`;
  }
  next();
}

async function authenticate(tenants: EntraTenants, authorization: string | undefined): Promise<GraphCaller> {
  const [, token] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) {
    // @evidence log The refusal of a request without a token says that the access token is empty. Source:
    // microsoftgraph/msgraph-sample-reactspa #54.
    throw GraphError.unauthorized("Access token is empty.");
  }
  const { tenant, claims } = await tenants.verify(token, GRAPH_NAMES).catch((cause: unknown) => {
    // @evidence log An expired token, a wrong audience, and any other invalid token have separate texts. Source:
    // s1t5/mail-archiver #267; Azure/ms-rest-nodeauth #145; microsoftgraph/msgraph-training-dotnet #31.
    throw GraphError.unauthorized(describe(cause));
  });
  const roles = Array.isArray(claims.roles) ? claims.roles.filter((role) => typeof role === "string") : [];
  // @evidence documentation A delegated token has scopes in the place of roles. Source: Microsoft identity platform,
  // "Access token claims reference".
  const scopes = typeof claims.scp === "string" ? claims.scp.split(" ") : undefined;
  const id = typeof claims.oid === "string" ? claims.oid : (claims.sub ?? "");
  return new GraphCaller(tenant, { id, permissions: scopes ?? roles, isUser: scopes !== undefined });
}

function describe(cause: unknown): string {
  const { code, claim } = cause as { code?: string; claim?: string };
  if (code === "ERR_JWT_EXPIRED") {
    return "Lifetime validation failed, the token is expired.";
  }
  return claim === "aud"
    ? "Access token validation failure. Invalid audience."
    : "Access token validation failure.";
}

function asGraphError(error: unknown): GraphError | undefined {
  if (error instanceof GraphError) {
    return error;
  }
  // A SyntaxError is what the JSON reader throws.
  // @evidence log A body that is not JSON gets one text. Source: microsoftgraph/microsoft-graph-docs #6259.
  return error instanceof SyntaxError ? unreadablePayload() : undefined;
}
