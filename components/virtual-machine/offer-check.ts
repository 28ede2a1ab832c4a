import * as pulumi from "@pulumi/pulumi";
import { type Message, VIRTUAL_MACHINE } from "../../messages";
import { problemLines } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { PerDeployment } from "../deployment";
import { armLogin } from "../logins/arm-login";
import { ArmRefusal, type AzureLogin, readArm } from "../logins/azure-token";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";
import { findImage, type ImageFinding, type ListNames, type WantedImage } from "./image-offer";
import { regionProblems, regionsOf } from "./known-regions";
import { regionName, type ResourceSku, sizeProblems } from "./region-offer";

/** The inputs of a VM that the hook sees. In a preview any of them may be unknown. Secret ones are missing. */
interface MachineInputs {
  readonly location?: unknown;
  readonly zones?: readonly unknown[] | undefined;
  readonly hardwareProfile?: { readonly vmSize?: unknown };
  readonly storageProfile?: {
    readonly imageReference?: Partial<Readonly<Record<keyof WantedImage, unknown>>>;
  };
}

/** The result for an image that has no name in the marketplace, or that does not change. */
const NOT_LOOKED_AT: ImageFinding = {};

const API_VERSIONS = { skus: "2021-07-01", images: "2024-07-01" };

/** The resource SKUs, by subscription and region. They are megabytes, so the VMs share them. */
const skusByRegion = new PerDeployment(() => new Map<string, Promise<readonly ResourceSku[]>>());

/**
 * The hooks with which a preview fails if the region does not offer the size or the marketplace image of a new VM, or the new
 * size of an existing VM. A VM that does not change is not checked: Azure keeps VMs of sizes and images that it no longer
 * offers. If the deployer cannot look, a warning says so.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azure-native` provider creates the VM.
 */
export function refuseWhatRegionLacks(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
): Pick<pulumi.ResourceHookBinding, "beforeCreate" | "beforeUpdate"> {
  const hook = resourceHook(
    `${paths.label} is of a size and an image that its region offers`,
    async ({ newInputs, oldInputs }) => {
      // In an update, Azure itself checks a moment later.
      if (!pulumi.runtime.isDryRun()) {
        return;
      }
      const machine: MachineInputs = newInputs ?? {};
      const former: MachineInputs | undefined = oldInputs;
      const size = machine.hardwareProfile?.vmSize;
      const { location } = machine;
      if (typeof size !== "string" || typeof location !== "string") {
        return;
      }
      if (former?.hardwareProfile?.vmSize === size) {
        return;
      }
      const problems = await problemsOf(machine, { size, region: regionName(location) }, former, parent);
      if (problems.length > 0) {
        throw new Error(problemLines(paths, problems));
      }
    },
  );
  return hook === undefined ? {} : { beforeCreate: [hook], beforeUpdate: [hook] };
}

async function problemsOf(
  { zones, storageProfile }: MachineInputs,
  { size, region }: { readonly size: string; readonly region: string },
  former: MachineInputs | undefined,
  parent: pulumi.Resource,
): Promise<ArgumentProblem[]> {
  const image = former === undefined ? wantedImage(storageProfile) : undefined;
  try {
    const arm = await armLogin(parent);
    if (arm === undefined) {
      return [];
    }
    const { login, subscriptionId } = arm;
    const zone = zones?.length === 1 && typeof zones[0] === "string" ? zones[0] : undefined;
    const compute = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute`;
    const list = lister(login, `${compute}/locations/${region}/publishers/`);
    const [skus, finding] = await Promise.all([
      skusOf(login, compute, region),
      image === undefined ? NOT_LOOKED_AT : findImage(region, size, image, list),
    ]);
    if (skus.length === 0) {
      const unknown = regionProblems(region, await regionsOf(arm));
      if (unknown.length > 0) {
        return unknown;
      }
    }
    if (finding.doubt !== undefined) {
      await warn(finding.doubt, parent);
    }
    return [
      ...sizeProblems({ region, size, zone }, skus),
      ...(finding.problem === undefined ? [] : [finding.problem]),
    ];
  } catch (error) {
    await warn(notChecked(region, size, error), parent);
    return [];
  }
}

/** The marketplace image of a VM, if all of its parts are known. An image in a gallery has an ID instead. */
function wantedImage(storageProfile: MachineInputs["storageProfile"]): WantedImage | undefined {
  const { publisher, offer, sku, version } = storageProfile?.imageReference ?? {};
  return typeof publisher === "string" &&
    typeof offer === "string" &&
    typeof sku === "string" &&
    typeof version === "string"
    ? { publisher, offer, sku, version }
    : undefined;
}

async function skusOf(login: AzureLogin, compute: string, region: string): Promise<readonly ResourceSku[]> {
  const known = skusByRegion.current();
  const filter = encodeURIComponent(`location eq '${region}'`);
  const path = `${compute}/skus?api-version=${API_VERSIONS.skus}&$filter=${filter}`;
  const reading =
    known.get(path) ??
    readArm(login, path).then((body) => (body as { readonly value?: readonly ResourceSku[] }).value ?? []);
  known.set(path, reading);
  return reading;
}

function lister(login: AzureLogin, base: string): ListNames {
  return async (pathAndQuery) => {
    const separator = pathAndQuery.includes("?") ? "&" : "?";
    const path = `${base}${pathAndQuery}${separator}api-version=${API_VERSIONS.images}`;
    const body = await readArm(login, path).catch((error: unknown) => {
      if (error instanceof ArmRefusal && error.status === 404) {
        return undefined;
      }
      throw error;
    });
    return (body as readonly { readonly name: string }[] | undefined)?.map(({ name }) => name);
  };
}

function notChecked(region: string, size: string, error: unknown): Message {
  const message = (error as Error).message.replace(/\.$/, "");
  const isForbidden = error instanceof ArmRefusal && error.status === 403;
  return VIRTUAL_MACHINE.say("offer-not-checked", region, size, message, isForbidden);
}
