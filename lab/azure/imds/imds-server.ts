/** The instance metadata service of one virtual machine. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../clock";
import type { FaultInjector } from "../../http/fault-injector";
import { LoopbackServer } from "../../http/loopback-server";
import type { EntraTenant } from "../entra/entra-tenant";
import { attachedIdentities } from "../resources/attached-identities";
import type { ResourceStore } from "../resources/resource-store";
import { AssignmentMemory } from "./assignment-memory";
import { ImdsError } from "./imds-error";
import { API_VERSIONS, demandVersion, type ImdsRequest, readImdsRequest } from "./imds-request";
import { instanceMetadata, selectMetadata } from "./instance-metadata";
import { answerToken } from "./token-endpoint";

/** The machine of the service, and the sources of its answers. */
export interface ImdsOptions {
  readonly resourceId: string;
  readonly store: ResourceStore;
  readonly tenant: EntraTenant;
  readonly clock: Clock;
  /** Lets requests go wrong, by method and path. */
  readonly faults: FaultInjector;
}

const OLDEST_INSTANCE_VERSION = "2017-03-01";

/**
 * Listens where the real one has 169.254.169.254, on loopback. Identities and metadata are read from the resource at
 * each request, so that a change of it is seen at once, unless a test makes {@link ImdsServer.assignments} remember.
 */
export class ImdsServer {
  private constructor(
    private readonly server: LoopbackServer,
    /** What the service knows of assignments. */
    readonly assignments: AssignmentMemory,
  ) {}

  static async start(options: ImdsOptions): Promise<ImdsServer> {
    const assignments = new AssignmentMemory(() =>
      attachedIdentities(options.store.get(options.resourceId)?.body.identity, options.resourceId),
    );
    const server = await LoopbackServer.listen(
      options.faults.around((request, response) => {
        void answer(request, response, options, assignments);
      }),
    );
    return new ImdsServer(server, assignments);
  }

  /** Address, without a slash at its end. */
  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.close();
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ImdsOptions,
  assignments: AssignmentMemory,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  try {
    send(response, 200, await route({ method, url, headers }, options, assignments));
  } catch (cause) {
    // @evidence inferred A fault of the service is 500. Reason: the page lists 5xx as transient; the body is the
    // lab's.
    const { status, body } =
      cause instanceof ImdsError ? cause : new ImdsError(500, { error: "Internal Server Error" });
    send(response, status, body);
  }
}

async function route(
  request: ImdsRequest,
  { resourceId, store, tenant, clock }: ImdsOptions,
  assignments: AssignmentMemory,
): Promise<unknown> {
  const { path, query } = readImdsRequest(request);
  const resource = store.get(resourceId);
  const [, root, area = "", ...rest] = path.replace(/\/$/, "").split("/");
  if (root === "metadata" && resource !== undefined) {
    // @evidence documentation `identity/oauth2/token` answers tokens. Source: "How managed identities for Azure resources work".
    if (area === "identity" && rest.join("/") === "oauth2/token") {
      return answerToken(query, assignments.usable(), tenant, clock);
    }
    // @evidence documentation `versions` lists the API versions. Source: "Azure Instance Metadata Service", "Versions".
    if (area === "versions" && rest.length === 0) {
      return { apiVersions: API_VERSIONS };
    }
    // @evidence documentation `instance` answers the metadata of the machine. Source: "Azure Instance Metadata Service".
    if (area === "instance") {
      demandVersion(query, OLDEST_INSTANCE_VERSION);
      return selectMetadata(instanceMetadata(resource, store), rest, query);
    }
  }
  // @evidence log An address that the service does not have is 404 `Not Found`. Source: MicrosoftDocs/azure-docs
  // #15282.
  throw new ImdsError(404, { error: "Not Found" });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const isText = typeof body === "string";
  // @evidence log Answers are JSON and name the server IMDS. Source: Azure/azure-sdk-for-net #37278.
  response.writeHead(status, {
    "Content-Type": isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
    Server: "IMDS/150.870.65.1854",
  });
  response.end(isText ? body : JSON.stringify(body));
}
