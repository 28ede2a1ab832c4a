import type { SeenResource } from "./seen-resource";

/**
 * The inputs of the resources that were judged one by one in this process. Rules for stacks see outputs only, from
 * which some inputs are missing: Azure never gives custom data back.
 */
const resources = new Map<string, SeenResource>();

/** Keeps a resource with its inputs. */
export function rememberInputs(resource: SeenResource): void {
  resources.set(resource.urn, resource);
}

/** A resource with its inputs, if it was judged before. */
export function rememberedInputs(urn: string): SeenResource | undefined {
  return resources.get(urn);
}
