/** The preflight check against an Azure region that is misspelled or not available to the subscription. */
import { nearestName } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, ok, wrong } from "../check";

/** Why nothing is reported about what an unknown region offers. */
export const NO_AZURE_REGION = "unknown region: see Azure region";

/** What the check of the Azure region looks at. */
export interface AzureRegionFacts {
  /** The API name of the region. */
  readonly location: string | undefined;
  /** The API names of the subscription's regions. */
  readonly regions: Reading<readonly string[]>;
  /** How many VMs are created. */
  readonly vmCount: number;
}

/** Whether the subscription is known to lack the region. */
export function lacksRegion({ location, regions }: Omit<AzureRegionFacts, "vmCount">): boolean {
  return location !== undefined && isRead(regions) && !regions.value.includes(location);
}

/** Whether the subscription has the region. */
export function checkAzureRegion({ location, regions, vmCount }: AzureRegionFacts): Check {
  const id = "azure-region";
  if (location === undefined) {
    const found = "no region is configured";
    return vmCount === 0
      ? ok(id, `${found}, and no VM is created`)
      : cannotTell(id, found, { fix: "pulumi config set azure-native:location <region>" });
  }
  if (!isRead(regions)) {
    return cannotTell(id, regions.refused);
  }
  if (!lacksRegion({ location, regions })) {
    return ok(id, location);
  }
  const nearest = nearestName(location, regions.value);
  return wrong(id, {
    found: `unknown region ${location}`,
    expected: `a region of the subscription${nearest === undefined ? "" : ` (did you mean ${nearest}?)`}`,
    fix: 'az account list-locations --query "[].name" --output tsv',
  });
}
