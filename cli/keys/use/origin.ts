/** Decides for `keys find` and `keys plan` whether a call came from Azure, from elsewhere, or through AWS. */
import type { TrailEvent } from "../cloudtrail/trail-event";
import { isPrivate, readIpAddress } from "../service-tags/ip-address";
import type { ServiceTags, TaggedAddress } from "../service-tags/service-tags";

/**
 * Where a call came from. `hidden`: through a VPC endpoint or from a private address, so the log does not say. `aws`: an AWS service
 * made it for the caller.
 */
export type Origin =
  | { readonly kind: "azure"; readonly place: TaggedAddress }
  | { readonly kind: "elsewhere" | "hidden" | "aws" };

const ELSEWHERE: Origin = { kind: "elsewhere" };
const HIDDEN: Origin = { kind: "hidden" };
const AWS: Origin = { kind: "aws" };

/** What CloudTrail writes in place of an address if AWS made the call. */
const SERVICE = /^(?:[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?|AWS Internal)$/i;

/** How many addresses are remembered: logs repeat few addresses many times. */
const MOST_REMEMBERED = 50_000;

/** Finds out where calls came from. */
export class Origins {
  readonly #tags: ServiceTags;
  readonly #known = new Map<string, Origin>();

  constructor(tags: ServiceTags) {
    this.#tags = tags;
  }

  /**
   * Where an event came from.
   *
   * `sourceIPAddress` is the DNS name of a service if a service made the call, and `AWS Internal` for calls of AWS itself. A call through a
   * VPC endpoint has the private address of the caller.
   *
   * Source: AWS, CloudTrail user guide, "CloudTrail record contents for management, data, and network activity events".
   */
  of({ address, invokedBy, vpcEndpointId }: TrailEvent): Origin {
    if (invokedBy !== "") {
      return AWS;
    }
    return vpcEndpointId === "" ? this.#ofAddress(address) : HIDDEN;
  }

  #ofAddress(address: string): Origin {
    const known = this.#known.get(address);
    if (known !== undefined) {
      return known;
    }
    const origin = this.#look(address);
    if (this.#known.size >= MOST_REMEMBERED) {
      this.#known.clear();
    }
    this.#known.set(address, origin);
    return origin;
  }

  #look(address: string): Origin {
    const read = readIpAddress(address);
    if (read === undefined) {
      // Any other value says nothing. It must not count as a call by AWS.
      return SERVICE.test(address) ? AWS : HIDDEN;
    }
    const place = this.#tags.find(read);
    if (place !== undefined) {
      return { kind: "azure", place };
    }
    return isPrivate(read) ? HIDDEN : ELSEWHERE;
  }
}
