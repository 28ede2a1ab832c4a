/** What the lab knows of one type of resource. */
import type { Clock } from "../../clock";
import type { WebApps } from "../app-service/web-apps";
import type { ContainerApps } from "../container-apps/container-apps";
import type { EntraTenant } from "../entra/entra-tenant";
import type { Clusters } from "../kubernetes/clusters";
import type { ArmError } from "../resources/arm-error";
import type {
  PreparedResource,
  Reference,
  Resource,
  ResourceBody,
  ResourceChange,
  ResourceStore,
} from "../resources/resource-store";
import type { Machines } from "../vm/machines";
import type { InterfaceReservations } from "./interface-reservations";
import type { NetworkChanges } from "./network-changes";
import type { ResourceName } from "./resource-name";

/** What behaviour may reach: other resources, the tenant's directory and the virtual machines. */
export interface ArmContext {
  readonly store: ResourceStore;
  /** The tenant that the subscription trusts. */
  readonly tenant: EntraTenant;
  readonly machines: Machines;
  readonly containerApps: ContainerApps;
  readonly clusters: Clusters;
  readonly webApps: WebApps;
  readonly clock: Clock;
  /** Network interfaces of machines that failed to start. */
  readonly reservations: InterfaceReservations;
  /** Changes of networks that go on. */
  readonly networkChanges: NetworkChanges;
  /** Members in a page of a list where the request does not say; undefined for all. */
  readonly pageSize: number | undefined;
}

/** One row of the table of types. Everything but the name is optional: a plain document needs no behaviour. */
export interface ArmBehavior {
  /** `<namespace>/<type>`, as Azure writes it. */
  readonly type: string;
  /** What a name of the type may be. Default is what all of the lab's types allow. */
  readonly name?: ResourceName;
  /** The ID as readers see it, where it is not spelled as it was sent. */
  shownId?(id: string): string;
  /** Whether readers see `provisioningState`. Default is true. */
  readonly showsState?: boolean;
  /** Whether the answer that creates a resource names its address, relative to the host, in `Location`. Default is false. */
  readonly locatesNew?: boolean;
  /** Whether readers see who wrote the resource and when (`systemData`). Default is false. */
  readonly showsWriter?: boolean;
  /** Whether a location must be given. Default is true. */
  readonly needsLocation?: boolean;
  /** What Azure answers before it is done: every change, or deletions only. Default is nothing. */
  readonly asynchronous?: "always" | "deletion";
  /** Names in `properties` that only Azure writes: what a client sends there is ignored. */
  readonly readOnly?: readonly string[];
  /** Checks a change and completes it. @throws ArmError that refuses it; nothing has happened then. */
  prepare?(change: ResourceChange, context: ArmContext): PreparedResource;
  /** The work behind a stored change. @throws ArmError that fails it; the resource stays, failed. */
  carryOut?(resource: Resource, before: Resource | undefined, context: ArmContext): Promise<void>;
  /** The refusal of a deletion, since others refer to the resource. Default is to let it go. */
  refuseDeletion?(resource: Resource, references: readonly [Reference, ...Reference[]]): ArmError;
  /** @throws ArmError if a resource cannot be deleted at this moment, for reasons other than references to it. */
  demandDeletable?(resource: Resource, context: ArmContext): void;
  /** What else goes with a resource. */
  remove?(resource: Resource, context: ArmContext): Promise<void>;
  /** What a reader sees, if it is more or less than what is stored. */
  view?(resource: Resource, context: ArmContext, expand: string | undefined): ResourceBody;
}
