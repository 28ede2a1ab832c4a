/** Whether the subscription has a region, so that a typo in its name fails the preview. */
import * as pulumi from "@pulumi/pulumi";
import { nearestName, VIRTUAL_MACHINE } from "../../messages";
import { problemLines } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { PerDeployment } from "../deployment";
import { type ArmLogin, armLogin } from "../logins/arm-login";
import { readArm } from "../logins/azure-token";
import { resourceHook } from "../pulumi/hooks";
import { regionName } from "./network-region";

const API_VERSION = "2022-12-01";

/** The members of a location that matter here ("Subscriptions - List Locations"). */
interface Location {
  readonly name: string;
  readonly metadata?: { readonly regionType?: string };
}

/** The regions of each subscription by their API names. They are cached, because several resources need them. */
const known = new PerDeployment(() => new Map<string, Promise<readonly string[]>>());

/**
 * The API names of the regions of a subscription. Logical regions, such as `europe`, contain no resources and are omitted.
 *
 * @throws Error with ARM's code and message.
 */
export async function regionsOf({ login, subscriptionId }: ArmLogin): Promise<readonly string[]> {
  const lists = known.current();
  const reading = lists.get(subscriptionId) ?? readRegions({ login, subscriptionId });
  lists.set(subscriptionId, reading);
  return reading;
}

async function readRegions({ login, subscriptionId }: ArmLogin): Promise<readonly string[]> {
  const body = await readArm(login, `/subscriptions/${subscriptionId}/locations?api-version=${API_VERSION}`);
  const { value = [] } = body as { readonly value?: readonly Location[] };
  return value.filter(({ metadata }) => metadata?.regionType !== "Logical").map(({ name }) => name);
}

/** Reports a region, given by its API name, that the subscription does not have. */
export function regionProblems(region: string, regions: readonly string[]): ArgumentProblem[] {
  if (regions.includes(region)) {
    return [];
  }
  const nearest = nearestName(region, regions);
  return [{ path: "location", ...VIRTUAL_MACHINE.say("region-unknown", nearest, region) }];
}

/**
 * The hook with which a preview fails if the subscription does not have the region of a new resource group. If it cannot look,
 * it reports nothing: Azure then refuses the group in the update, before anything is created in it.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azure-native` provider creates the group.
 */
export function refuseUnknownRegion(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const hook = resourceHook(`${paths.label} is in an existing region`, async ({ newInputs }) => {
    const location: unknown = newInputs?.location;
    if (!pulumi.runtime.isDryRun() || typeof location !== "string") {
      return;
    }
    const regions = await armLogin(parent)
      .then(async (arm) => (arm === undefined ? undefined : regionsOf(arm)))
      .catch(() => undefined);
    if (regions === undefined) {
      return;
    }
    const problems = regionProblems(regionName(location), regions);
    if (problems.length > 0) {
      throw new Error(problemLines(paths, problems));
    }
  });
  return hook === undefined ? {} : { hooks: { beforeCreate: [hook] } };
}
