/** `/applications/{id}/federatedIdentityCredentials` of Microsoft Graph: outside identities that may sign in as an application. */
import { randomUUID } from "node:crypto";
import { type Request, type Response, Router } from "express";
import type { Application } from "../directory/directory-objects";
import { expressedSubject } from "../entra/federated-credentials";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { graphCallerOf, jsonBody, sendCollection, sendObject } from "./graph-exchange";

/** Graph resource type `federatedIdentityCredential`. */
interface Credential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string | null;
  readonly description: string | null;
  readonly audiences: readonly string[];
  /** In the beta alone. */
  readonly claimsMatchingExpression?: { readonly value: string; readonly languageVersion: number };
}

type OneRequest = Request<{ id: string; credential: string }>;

/** How the routes find applications. */
interface Applications {
  readonly find: (caller: GraphCaller, id: string) => Application;
  readonly findToWrite: (caller: GraphCaller, id: string) => Application;
}

/**
 * Most of one application.
 *
 * @evidence documentation An application has at most 20 federated credentials. Source: Microsoft Entra, "Important
 *   considerations and restrictions for federated identity credentials".
 */
const MOST = 20;

/** Create, list, get, update, and delete them. */
export function federatedCredentialsRouter({ find, findToWrite }: Applications): Router {
  const router = Router({ mergeParams: true });
  const all = new Map<string, Map<string, Credential>>();
  const of = ({ id }: Application): Map<string, Credential> => {
    const found = all.get(id) ?? new Map<string, Credential>();
    all.set(id, found);
    return found;
  };
  const toWrite = (request: OneRequest, response: Response) => {
    const caller = graphCallerOf(response);
    const application = findToWrite(caller, request.params.id);
    caller.demandWriteApplication(application);
    return { caller, application, credentials: of(application) };
  };
  const existing = (credentials: ReadonlyMap<string, Credential>, id: string): Credential => {
    const credential =
      credentials.get(id) ??
      [...credentials.values()].find(({ name }) => name.toLowerCase() === id.toLowerCase());
    if (credential === undefined) {
      // @evidence inferred A credential that does not exist is 404 `Request_ResourceNotFound`. Reason: this is the refusal of any
      // object ID that names nothing.
      throw GraphError.notFound(id);
    }
    return credential;
  };
  const keep = ({ tenant }: GraphCaller, { appId }: Application, credential: Credential): void => {
    const { issuer, subject, audiences, claimsMatchingExpression: expression } = credential;
    tenant.federatedCredentials.put(appId, credential.id, {
      issuer,
      audiences,
      subject: subject ?? "",
      ...(expression === undefined ? {} : { expression: expression.value }),
    });
  };

  // @evidence documentation Listing credentials answers `value`. Source: Microsoft Graph, "List federatedIdentityCredentials".
  router.get("/", (request: OneRequest, response) => {
    const caller = graphCallerOf(response);
    caller.demandRead();
    const shown = [...of(find(caller, request.params.id)).values()].map((credential) => ({ ...credential }));
    sendCollection(request, response, "federatedIdentityCredentials", shown);
  });
  // @evidence documentation Creating a credential answers 201 with the object. Source: Microsoft Graph, "Create
  // federatedIdentityCredential".
  router.post("/", (request: OneRequest, response) => {
    const { caller, application, credentials } = toWrite(request, response);
    const credential = readCredential({ id: randomUUID() }, jsonBody(request), [...credentials.values()]);
    credentials.set(credential.id, credential);
    keep(caller, application, credential);
    sendObject(response.status(201), "federatedIdentityCredentials/$entity", { ...credential });
  });
  // @evidence documentation A credential is read by its ID or its name. Source: Microsoft Graph, "Get
  // federatedIdentityCredential".
  router.get("/:credential", (request: OneRequest, response) => {
    const caller = graphCallerOf(response);
    caller.demandRead();
    const credential = existing(of(find(caller, request.params.id)), request.params.credential);
    sendObject(response, "federatedIdentityCredentials/$entity", { ...credential });
  });
  // @evidence documentation Changing a credential answers 204. Source: Microsoft Graph, "Update
  // federatedIdentityCredential".
  router.patch("/:credential", (request: OneRequest, response) => {
    const { caller, application, credentials } = toWrite(request, response);
    const before = existing(credentials, request.params.credential);
    const others = [...credentials.values()].filter(({ id }) => id !== before.id);
    const credential = readCredential(before, { ...jsonBody(request), name: before.name }, others);
    credentials.set(credential.id, credential);
    keep(caller, application, credential);
    response.status(204).end();
  });
  // @evidence documentation Deleting a credential answers 204. Source: Microsoft Graph, "Delete
  // federatedIdentityCredential".
  router.delete("/:credential", (request: OneRequest, response) => {
    const { caller, application, credentials } = toWrite(request, response);
    const { id } = existing(credentials, request.params.credential);
    credentials.delete(id);
    caller.tenant.federatedCredentials.remove(application.appId, id);
    response.status(204).end();
  });
  return router;
}

/** What was sent, on top of what is there. @throws GraphError 400 for a credential that cannot be */
function readCredential(
  before: Partial<Credential> & { readonly id: string },
  sent: Readonly<Record<string, unknown>>,
  others: readonly Credential[],
): Credential {
  const credential = { subject: null, description: null, ...before, ...sent } as unknown as Credential;
  const { name, issuer, subject, audiences, claimsMatchingExpression: expression } = credential;
  if (others.length >= MOST) {
    // @evidence inferred The twenty-first credential is 400. Reason: the limit is documented, and the refusal is not.
    throw GraphError.badRequest(`An application has at most ${MOST} federated identity credentials.`);
  }
  if (typeof name !== "string" || typeof issuer !== "string" || !issuer.startsWith("https://")) {
    // @evidence documentation A credential has a name, and the issuer is an https URL. Source: Microsoft Graph,
    // "federatedIdentityCredential resource type"; the text is the lab's.
    throw GraphError.badRequest("A federated identity credential has a name, and the URL of an issuer.");
  }
  if (!Array.isArray(audiences) || audiences.length !== 1) {
    // @evidence documentation A credential has one audience. Source: Microsoft Graph, "federatedIdentityCredential resource
    // type"; the text is the lab's.
    throw GraphError.badRequest("A federated identity credential has exactly one audience.");
  }
  if ((typeof subject === "string") === (expression !== undefined)) {
    // @evidence documentation A credential has either a subject or an expression. Source: Microsoft Graph beta,
    // "federatedIdentityCredential resource type"; the text is the lab's.
    throw GraphError.badRequest(
      "A federated identity credential has a subject or a claimsMatchingExpression.",
    );
  }
  if (expression !== undefined && expressedSubject(expression.value) === undefined) {
    // @evidence inferred The lab knows expressions about the claim `sub` alone. Reason: others are Entra's, and nothing here needs
    // them.
    throw GraphError.badRequest(`The lab does not know the expression ${expression.value}.`);
  }
  const isTaken = others.some(
    (other) =>
      other.name === name || (subject !== null && other.issuer === issuer && other.subject === subject),
  );
  if (isTaken) {
    // @evidence documentation The name, and the pair of issuer and subject, are unique on an application. Source: Microsoft Graph,
    // "federatedIdentityCredential resource type"; the refusal is the lab's.
    throw GraphError.badRequest(
      "FederatedIdentityCredential with this name, or issuer and subject, already exists.",
    );
  }
  return credential;
}
