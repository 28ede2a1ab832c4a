/** What is read of the resources that exist already and that the federation uses. */
import type { Reading } from "../clouds/reading";
import type { ArmId } from "./arm-id";

/** A resource that exists already. */
export interface AdoptedResource<T> {
  readonly id: ArmId;
  /** Whether it is in another subscription than the federation's. */
  readonly isElsewhere: boolean;
  readonly found: Reading<T>;
}

/** The existing resource group. */
export interface AdoptedGroup {
  readonly location: string;
  /** Such as `Succeeded` or `Deleting`. */
  readonly state: string;
}

/** A part of a network that the components read too. */
export interface EgressPart {
  readonly id: string;
  readonly isElsewhere: boolean;
  readonly found: Reading<unknown>;
}

/** A subnet for new VMs. */
export interface AdoptedSubnet {
  /** The region of its network. */
  readonly location: Reading<string>;
  /** Its IPv4 ranges, as CIDR blocks. */
  readonly prefixes: readonly string[];
  /** How many addresses are known to be taken. */
  readonly taken: number;
  /** The services that it is delegated to. */
  readonly delegations: readonly string[];
  readonly hasNatGateway: boolean;
  readonly hasRouteTable: boolean;
  /** Its NAT gateway, with the addresses of that. */
  readonly egress: readonly EgressPart[];
}

/** A NAT gateway for new networks. */
export interface AdoptedNatGateway {
  readonly location: string;
  /** IDs of the virtual networks that use it. */
  readonly networks: readonly string[];
  /** Its public addresses and prefixes. */
  readonly egress: readonly EgressPart[];
}

/** A user-assigned managed identity. */
export interface AdoptedIdentity {
  readonly location: string;
  readonly tenantId: string;
  /** `Regional` if only resources of its own region may have it. */
  readonly isolationScope: string;
}

/** A VM that somebody else owns. */
export interface AdoptedMachine {
  readonly location: string;
  readonly osType: string;
  /** Such as `running` or `deallocated`; empty if Azure does not say. */
  readonly powerState: string;
}

/** All of them. */
export interface AdoptedFacts {
  /** The existing resource group; `undefined` if one is created or none is needed. */
  readonly group: Reading<AdoptedGroup> | undefined;
  readonly subnets: readonly AdoptedResource<AdoptedSubnet>[];
  readonly natGateways: readonly AdoptedResource<AdoptedNatGateway>[];
  readonly identities: readonly AdoptedResource<AdoptedIdentity>[];
  readonly virtualMachines: readonly AdoptedResource<AdoptedMachine>[];
}

/** An image that is not of the marketplace. */
export interface AdoptedImage {
  /** The regions in which it can be used. */
  readonly regions: readonly string[];
  /** `x64` or `Arm64`; `undefined` if Azure does not say, as of every managed image. */
  readonly architecture: string | undefined;
}
