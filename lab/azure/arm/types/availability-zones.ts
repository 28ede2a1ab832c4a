/** Availability zones of a resource. */
import { ArmError } from "../../resources/arm-error";
import type { ResourceChange } from "../../resources/resource-store";

const ZONES = ["1", "2", "3"];

/**
 * The `zones` of a resource that is in one zone or in none, to be put into its body. It cannot change; a request that
 * leaves it out keeps it.
 *
 * @throws ArmError for a zone that no region has, and for a change.
 */
export function zonesOf({ id, body, before }: ResourceChange): { readonly zones?: readonly string[] } {
  const given = listOf(body.zones);
  const former = listOf(before?.body.zones);
  const wrong = given.find((zone) => !ZONES.includes(zone));
  if (wrong !== undefined) {
    // @evidence report A zone that the region does not have is 400 `InvalidAvailabilityZone`. Source: answers quoted in
    // public logs.
    throw new ArmError(
      400,
      "InvalidAvailabilityZone",
      `The zone(s) '${wrong}' for resource '${id.type}/${id.name}' is not supported. The supported zones for location '${body.location ?? ""}' are '${ZONES.join(",")}'`,
    );
  }
  if (before !== undefined && given.length > 0 && given.join() !== former.join()) {
    // @evidence documentation The zone of a resource cannot change. Source: Azure, "Availability zones"; the text is
    // that of other fixed properties.
    throw ArmError.propertyChangeNotAllowed("zones");
  }
  const zones = given.length > 0 ? given : former;
  return zones.length > 0 ? { zones } : {};
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
