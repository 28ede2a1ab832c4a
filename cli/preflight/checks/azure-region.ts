/** The preflight check against an Azure region that is misspelled or not available to the subscription. */
import { coded, nearestName } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";

/** How the report calls this check. */
const AZURE_REGION = coded("azure-region", "Azure region");

/** What the manual says about this check. */
export const AZURE_REGION_MANUAL: CheckManual = {
  check: AZURE_REGION,
  cause:
    "The subscription does not have the region: its name is misspelled, or the subscription cannot use it.",
  fix: 'Run `az account list-locations --query "[].name"`, and set `azure-native:location`.',
  reads: "`Microsoft.Resources/subscriptions/locations/read`.",
  cannotTell:
    "Without a region or a login. What the region offers is then not known either, nor in an unknown region.",
};

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
  if (location === undefined) {
    const found = "no region is configured";
    return vmCount === 0
      ? ok(AZURE_REGION, `${found}, and no VM is created`)
      : cannotTell(AZURE_REGION, found, { fix: "pulumi config set azure-native:location <region>" });
  }
  if (!isRead(regions)) {
    return cannotTell(AZURE_REGION, regions.refused);
  }
  if (!lacksRegion({ location, regions })) {
    return ok(AZURE_REGION, location);
  }
  const nearest = nearestName(location, regions.value);
  return wrong(AZURE_REGION, {
    found: `unknown region ${location}`,
    expected: `a region of the subscription${nearest === undefined ? "" : ` (did you mean ${nearest}?)`}`,
    fix: 'az account list-locations --query "[].name" --output tsv',
  });
}
