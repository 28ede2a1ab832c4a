/** Creating, changing and deleting resources of any type. */
import { ArmError } from "../resources/arm-error";
import {
  groupId,
  isWithin,
  parseResourceId,
  RESOURCE_GROUP_TYPE,
  type ResourceId,
  sameId,
} from "../resources/resource-id";
import type { JsonObject, Resource, ResourceBody } from "../resources/resource-store";
import { demandIdle, demandLocation, demandParent, demandReferences } from "./change-rules";
import { type Operation, Operations } from "./operations";
import { demandName } from "./resource-name";
import type { ArmBehavior, ArmContext } from "./resource-type";
import { resourceTypeOf } from "./resource-types";

/** What became of a request: the resource, and the work that is going on. */
export interface Outcome {
  readonly resource: Resource;
  readonly type: ArmBehavior;
  readonly isNew: boolean;
  readonly operation: Operation;
}

/** Who writes a resource, as `systemData` names them. */
export interface Writer {
  /** A user principal name, or the client ID of an application. */
  readonly name: string;
  readonly type: "User" | "Application";
}

/** Members of a request that Azure writes itself. */
const READ_ONLY: readonly string[] = ["id", "name", "type", "etag", "systemData"];

/** The resources of one subscription. */
export class ResourceManager {
  readonly operations: Operations;

  constructor(readonly context: ArmContext) {
    this.operations = new Operations(context.clock);
  }

  /**
   * Reads the address of a resource.
   *
   * @param checksName whether the name must be one that the type allows
   *
   * @throws ArmError for another subscription, a type that the lab does not know, or a group that is not there.
   */
  locate(path: string, checksName = true): ResourceId {
    /**
     * @evidence report An ID has `resourceGroups` whatever the client sent. Source: `az group create`, which sends
     * `resourcegroups`.
     */
    const id = parseResourceId(
      path.replace(/^(\/subscriptions\/[^/]+)\/resourcegroups\//i, "$1/resourceGroups/"),
    );
    if (id === undefined) {
      // @evidence inferred An address that is not that of a resource is 400 `InvalidRequestPath`. Reason: nothing
      // states it; the text is the lab's.
      throw new ArmError(400, "InvalidRequestPath", `The request path '${path}' is not that of a resource.`);
    }
    this.demandSubscription(id.subscriptionId);
    // Those of its parents are checked by their being there.
    const { name } = resourceTypeOf(id.type);
    if (checksName) {
      demandName(id.name, name);
    }
    if (!sameId(id.type, RESOURCE_GROUP_TYPE) && this.context.store.get(groupId(id)) === undefined) {
      // @evidence log A resource in a group that does not exist is 404 `ResourceGroupNotFound`. Source: pulumi/pulumi
      // #3891.
      throw ArmError.groupNotFound(id.resourceGroup);
    }
    return id;
  }

  /** @throws ArmError 404 for any subscription but the lab's. */
  demandSubscription(subscriptionId: string): void {
    if (!sameId(subscriptionId, this.context.store.subscriptionId)) {
      // @evidence log Another subscription is 404 `SubscriptionNotFound`. Source: Azure/azure-cli #33657.
      throw new ArmError(
        404,
        "SubscriptionNotFound",
        `The subscription '${subscriptionId}' could not be found.`,
      );
    }
  }

  /** @throws ArmError 404 if it is not there. */
  get(id: ResourceId): Resource {
    const resource = this.context.store.get(id.text);
    if (resource === undefined) {
      // @evidence log A group that does not exist is 404 `ResourceGroupNotFound`. Source: pulumi/pulumi #3891.
      // @evidence recorded A resource that does not exist is 404 `ResourceNotFound`. Source:
      // Azure/azure-service-operator v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at
      // e00a490.
      throw sameId(id.type, RESOURCE_GROUP_TYPE) ? ArmError.groupNotFound(id.name) : ArmError.notFound(id);
    }
    return resource;
  }

  /** What a reader sees of a resource. `expand` is the value of `$expand`. */
  view(resource: Resource, expand?: string): Record<string, unknown> {
    const { id, provisioningState } = resource;
    const type = resourceTypeOf(id.type);
    const body = type.view?.(resource, this.context, expand) ?? resource.body;
    return {
      id: this.shownId(resource),
      name: id.name,
      type: type.type,
      ...body,
      properties: { ...body.properties, ...(type.showsState === false ? {} : { provisioningState }) },
    };
  }

  /** The ID of a resource as readers see it. */
  shownId({ id }: Resource): string {
    return resourceTypeOf(id.type).shownId?.(id.text) ?? id.text;
  }

  /**
   * Creates a resource or replaces it.
   *
   * @param writer who does it, as `systemData` names them
   *
   * @throws ArmError that refuses it; nothing has happened then.
   */
  put(id: ResourceId, sent: JsonObject, writer: Writer): Outcome {
    const { store, clock, networkChanges } = this.context;
    const type = resourceTypeOf(id.type);
    const before = store.get(id.text);
    demandParent(id, store);
    demandIdle(before);
    const body = readBody(sent, type);
    networkChanges.demandFree({ id, method: "PUT", body }, store);
    if (type.needsLocation !== false) {
      demandLocation(id, body, before);
    }
    const { body: shown, ...prepared } = type.prepare?.({ id, body, before }, this.context) ?? { body };
    const systemData =
      type.showsWriter === true ? { systemData: writtenBy(writer, before, new Date(clock())) } : {};
    // The ID keeps the spelling that it was created with.
    const resource: Resource = {
      id: before?.id ?? id,
      secrets: {},
      provisioningState: "Succeeded",
      ...prepared,
      body: { ...shown, ...systemData },
    };
    demandReferences(resource, store);
    store.put(resource);
    const state = before === undefined && !isOfNetwork(id) ? "Creating" : "Updating";
    const operation = this.#begin(resource, state, async () =>
      type.carryOut?.(resource, before, this.context),
    );
    return { resource, type, isNew: before === undefined, operation };
  }

  /**
   * Deletes a resource and all inside it.
   *
   * @returns undefined when it is not there.
   * @throws ArmError that refuses it, since something outside it needs it; 404 for a group that is not there.
   */
  delete(id: ResourceId): Outcome | undefined {
    const { store, networkChanges } = this.context;
    const resource = store.get(id.text);
    if (resource === undefined) {
      if (sameId(id.type, RESOURCE_GROUP_TYPE)) {
        // @evidence log The deletion of a group that does not exist is 404 `ResourceGroupNotFound`. Source:
        // Azure/azure-cli #20316; chef/knife-azure #458; Azure/azure-dev #4628.
        throw ArmError.groupNotFound(id.name);
      }
      return undefined;
    }
    // Other work on it does not prevent the deletion: what runs in a machine ends with the machine.
    if (resource.provisioningState === "Deleting") {
      demandIdle(resource);
    }
    networkChanges.demandFree({ id, method: "DELETE", body: resource.body }, store);
    for (const doomed of [resource, ...store.inside(id.text)]) {
      resourceTypeOf(doomed.id.type).demandDeletable?.(doomed, this.context);
      const [first, ...others] = store
        .referencesTo(doomed.id.text)
        .filter(({ from }) => !isWithin(from.id.text, id.text));
      const refusal = first && resourceTypeOf(doomed.id.type).refuseDeletion?.(doomed, [first, ...others]);
      if (refusal !== undefined) {
        throw refusal;
      }
    }
    const operation = this.#begin(resource, "Deleting", () => this.#remove(resource));
    return { resource, type: resourceTypeOf(id.type), isNew: false, operation };
  }

  #begin(resource: Resource, state: Resource["provisioningState"], work: () => Promise<void>): Operation {
    // @evidence recorded A resource that is new is `Creating`, one that changes is `Updating`; one of the network is
    // `Updating` in both cases. Source: Azure/azure-service-operator
    // v2/internal/controllers/recordings/Test_Compute_VM_CRUD.yaml at 52a4a95; Test_Networking_NatGateway_CRUD.yaml at
    // e00a490.
    resource.provisioningState = state;
    const { networkChanges } = this.context;
    const operation = this.operations.start(isOfNetwork(resource.id), async () => {
      try {
        if (networkChanges.concerns(resource.id)) {
          await networkChanges.done();
        }
        await work();
        resource.provisioningState = "Succeeded";
      } catch (cause) {
        resource.provisioningState = "Failed";
        throw cause;
      }
    });
    networkChanges.began(resource.id, operation.id);
    return operation;
  }

  /** The innermost goes first. */
  async #remove(resource: Resource): Promise<void> {
    const { store } = this.context;
    const inside = [...store.inside(resource.id.text)].sort(
      (one, other) => other.id.names.length - one.id.names.length,
    );
    for (const doomed of [...inside, resource]) {
      await resourceTypeOf(doomed.id.type).remove?.(doomed, this.context);
      store.remove(doomed.id.text);
    }
  }
}

function isOfNetwork({ type }: ResourceId): boolean {
  return type.toLowerCase().startsWith("microsoft.network/");
}

/**
 * Resource type `systemData`.
 *
 * @evidence recorded `systemData` has these members; both times of a new resource are the same. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/containerapp/tests/latest/recordings/test_containerapp_identity_user.yaml at 040d199.
 */
function writtenBy({ name, type }: Writer, before: Resource | undefined, now: Date): JsonObject {
  const time = now.toISOString().replace(/Z$/, "0000Z");
  const created = { createdBy: name, createdByType: type, createdAt: time };
  return {
    ...created,
    ...(before?.body.systemData as typeof created | undefined),
    lastModifiedBy: name,
    lastModifiedByType: type,
    lastModifiedAt: time,
  };
}

function readBody(sent: JsonObject, type: ArmBehavior): ResourceBody {
  const without = (object: JsonObject, names: readonly string[]): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
  const { properties, ...rest } = sent;
  const given = typeof properties === "object" && properties !== null ? (properties as JsonObject) : {};
  return {
    ...without(rest, READ_ONLY),
    properties: without(given, ["provisioningState", ...(type.readOnly ?? [])]),
  };
}
