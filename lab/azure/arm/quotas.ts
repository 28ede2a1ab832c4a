/** How much of something the subscription may have in a region, and how much it has. */
import type { ResourceStore } from "../resources/resource-store";
import { sizesIn } from "./compute-catalog";
import { regionName } from "./region";

/** A quota as clients read it. */
export interface QuotaView {
  readonly unit: "Count";
  readonly currentValue: number;
  readonly limit: number;
  readonly name: { readonly value: string; readonly localizedValue: string };
}

/** Quotas of the network provider by the types that they count. */
const NETWORK: Readonly<
  Record<string, { readonly type: string; readonly label: string; readonly limit: number }>
> = {
  VirtualNetworks: { type: "Microsoft.Network/virtualNetworks", label: "Virtual Networks", limit: 1000 },
  StaticPublicIPAddresses: {
    type: "Microsoft.Network/publicIPAddresses",
    label: "Static Public IP Addresses",
    limit: 20,
  },
  IPv4StandardSkuPublicIpAddresses: {
    type: "Microsoft.Network/publicIPAddresses",
    label: "Public IPv4 Addresses - Standard",
    limit: 20,
  },
  NetworkSecurityGroups: {
    type: "Microsoft.Network/networkSecurityGroups",
    label: "Network Security Groups",
    limit: 5000,
  },
  PublicIPAddresses: {
    type: "Microsoft.Network/publicIPAddresses",
    label: "Public IP Addresses",
    limit: 1000,
  },
  NetworkInterfaces: {
    type: "Microsoft.Network/networkInterfaces",
    label: "Network Interfaces",
    limit: 65536,
  },
};

const MACHINES = "Microsoft.Compute/virtualMachines";

/** The limit of vCPUs, of all and of each family, until a test sets another. */
const DEFAULT_CORES = 10;

/** The limit of virtual machines. */
const DEFAULT_MACHINES = 25_000;

/**
 * The quotas of one subscription. They are shown, and no change is refused for them.
 *
 * @evidence inferred The limits are these until a test sets others. Reason: they differ by subscription; those of the vCPUs are
 *   those of new ones in reports.
 */
export class Quotas {
  readonly #limits = new Map<string, number>();

  constructor(private readonly store: ResourceStore) {}

  /** Sets the limit of a quota in all regions. Answers what takes it back. */
  limit(name: string, limit: number): () => void {
    this.#limits.set(name.toLowerCase(), limit);
    return () => {
      this.#limits.delete(name.toLowerCase());
    };
  }

  /** The quotas of the network provider. */
  network(location: string): readonly QuotaView[] {
    return Object.entries(NETWORK).map(([name, { type, label, limit }]) =>
      this.#view(name, label, this.#bodies(type, location).length, limit),
    );
  }

  /** The quotas of the compute provider: all vCPUs, virtual machines, and the vCPUs of each family. */
  compute(location: string): readonly QuotaView[] {
    const sizes = sizesIn(location) ?? [];
    const machines = this.#bodies(MACHINES, location).map(({ properties }) => {
      const { vmSize } = (properties.hardwareProfile ?? {}) as { readonly vmSize?: string };
      return sizes.find(({ name }) => name.toLowerCase() === vmSize?.toLowerCase());
    });
    const cores = (family?: string): number =>
      machines
        .filter((size) => family === undefined || size?.family === family)
        .reduce((sum, size) => sum + (size?.vCpus ?? 0), 0);
    const families = [...new Set(sizes.map(({ family }) => family))];
    return [
      this.#view("cores", "Total Regional vCPUs", cores(), DEFAULT_CORES),
      this.#view("virtualMachines", "Virtual Machines", machines.length, DEFAULT_MACHINES),
      ...families.map((family) => this.#view(family, `${family} vCPUs`, cores(family), DEFAULT_CORES)),
    ];
  }

  #view(value: string, localizedValue: string, currentValue: number, limit: number): QuotaView {
    return {
      unit: "Count",
      currentValue,
      limit: this.#limits.get(value.toLowerCase()) ?? limit,
      name: { value, localizedValue },
    };
  }

  #bodies(type: string, location: string) {
    return this.store
      .all()
      .filter(
        ({ id, body }) =>
          id.type.toLowerCase() === type.toLowerCase() &&
          regionName(body.location ?? "") === regionName(location),
      )
      .map(({ body }) => body);
  }
}
