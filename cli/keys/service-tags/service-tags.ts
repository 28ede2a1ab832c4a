/** Looks up for `keys` whether an address is in Azure, and in which region and service. */
import { coded } from "../../../messages";
import { UnreadableError } from "../../../policy-sources";
import { isObject, itemsOf, stringsIn } from "../../../trust";
import { type IpAddress, readNetwork } from "./ip-address";

/** What the service tags say of an address of Azure. */
export interface TaggedAddress {
  /** The most specific tag, such as `AppService.WestEurope` or `AzureCloud.westeurope`. */
  readonly tag: string;
  /** Such as `westeurope`; empty if no tag of the address has a region. */
  readonly region: string;
  /** Such as `AzureAppService`; empty if the address is in no service's tag, as those of VMs are. */
  readonly service: string;
  readonly cloud: string;
}

/** Which file said it. */
export interface TagsFile {
  readonly cloud: string;
  readonly changeNumber: number | undefined;
  /** When it was published, from its name, such as `2026-11-23`; `undefined` if it was renamed. */
  readonly published: string | undefined;
  /** How many networks it has. */
  readonly networks: number;
}

interface Tag {
  readonly name: string;
  readonly region: string;
  readonly service: string;
  readonly cloud: string;
}

/** How old a file may be before somebody should get a new one, in days. Microsoft publishes one each week. */
const OLD = 30;

/**
 * Azure's addresses, from the files that Microsoft publishes. The lookup is a table for each length of a network, the longest first:
 * at most 128 steps, for which no library is needed.
 *
 * Source: Microsoft, "Virtual network service tags", "Service tags on-premises"; the download pages "Azure IP Ranges and Service Tags".
 */
export class ServiceTags {
  /** By the bits of an address, then by the length of the network. */
  readonly #tables = {
    32: new Map<number, Map<bigint, Tag[]>>(),
    128: new Map<number, Map<bigint, Tag[]>>(),
  };
  readonly #lengths: Record<32 | 128, number[]> = { 32: [], 128: [] };
  readonly #files: TagsFile[] = [];

  /** The files that were added. */
  get files(): readonly TagsFile[] {
    return this.#files;
  }

  /**
   * Adds a file: `ServiceTags_Public_<date>.json`, that of another cloud, or the output of `az network list-service-tags`.
   *
   * @param name - The file's name, which has the date.
   * @throws {UnreadableError} If it is no service tags file.
   */
  add(name: string, content: unknown): void {
    const values = isObject(content) ? itemsOf(content.values).filter(isObject) : [];
    const cloud = isObject(content) && typeof content.cloud === "string" ? content.cloud : "";
    let networks = 0;
    for (const value of values) {
      const properties = isObject(value.properties) ? value.properties : {};
      const text = (member: unknown): string => (typeof member === "string" ? member : "");
      const tag: Tag = {
        name: text(value.name),
        region: text(properties.region),
        service: text(properties.systemService),
        cloud,
      };
      for (const prefix of stringsIn(properties.addressPrefixes)) {
        networks += this.#addNetwork(prefix, tag) ? 1 : 0;
      }
    }
    if (networks === 0) {
      throw new UnreadableError(
        coded(
          "service-tags-invalid",
          `this is no service tags file. Expected "values" with "addressPrefixes". Download it from https://www.microsoft.com/download/details.aspx?id=56519`,
        ),
      );
    }
    for (const bits of [32, 128] as const) {
      this.#lengths[bits] = [...this.#tables[bits].keys()].sort((a, b) => b - a);
    }
    const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)\.json$/i.exec(name) ?? [];
    this.#files.push({
      cloud,
      changeNumber: numberIn(content),
      published: year === undefined ? undefined : [year, month, day].join("-"),
      networks,
    });
  }

  /** @returns `undefined` if the address is none of Azure's. */
  find({ bits, value }: IpAddress): TaggedAddress | undefined {
    const found: Tag[] = [];
    for (const length of this.#lengths[bits]) {
      found.push(...(this.#tables[bits].get(length)?.get(value >> BigInt(bits - length)) ?? []));
    }
    const [first] = found;
    if (first === undefined) {
      return undefined;
    }
    const service = found.find((tag) => tag.service !== "");
    const region = found.find((tag) => tag.region !== "");
    // Of tags with the same network, the one with a region says more.
    const named =
      service === undefined
        ? region
        : found.find((tag) => tag.service === service.service && tag.region !== "");
    return {
      tag: (named ?? service ?? region ?? first).name,
      region: region?.region ?? "",
      service: service?.service ?? "",
      cloud: first.cloud,
    };
  }

  #addNetwork(prefix: string, tag: Tag): boolean {
    const network = readNetwork(prefix);
    if (network === undefined) {
      return false;
    }
    const { address, length } = network;
    const table = this.#tables[address.bits];
    const networks = table.get(length) ?? new Map<bigint, Tag[]>();
    table.set(length, networks);
    const key = address.value >> BigInt(address.bits - length);
    networks.set(key, [...(networks.get(key) ?? []), tag]);
    return true;
  }
}

/** How many days old a file is if that is too old to trust what it does not list; `undefined` if it is new or has no date. */
export function daysTooOld({ published }: TagsFile, now: number): number | undefined {
  const days = published === undefined ? 0 : Math.floor((now - Date.parse(published)) / (24 * 3_600_000));
  return days > OLD ? days : undefined;
}

function numberIn(content: unknown): number | undefined {
  const number = isObject(content) ? Number(content.changeNumber) : NaN;
  return Number.isFinite(number) ? number : undefined;
}
