/** ARM resource IDs: compared without case, shown as they were first given. */

/** A parsed ID of a resource group or of a resource in one. */
export interface ResourceId {
  /** The whole ID. */
  readonly text: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `<namespace>/<type>[/<child type>…]`, as it was given. */
  readonly type: string;
  readonly name: string;
  /** Names from the outermost resource to this one. */
  readonly names: readonly string[];
  /** ID of the resource that this one is a child of. */
  readonly parent: string | undefined;
}

/** Type of resource groups. */
export const RESOURCE_GROUP_TYPE = "Microsoft.Resources/resourceGroups";

const GROUP = /^(\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+))(?:\/providers\/([^/]+)\/(.+))?$/i;

/** Reads an ID; undefined if it is none of a resource group or of a resource in one. */
export function parseResourceId(text: string): ResourceId | undefined {
  const [, group, subscriptionId, resourceGroup, namespace, rest] = GROUP.exec(text) ?? [];
  if (group === undefined || subscriptionId === undefined || resourceGroup === undefined) {
    return undefined;
  }
  if (namespace === undefined || rest === undefined) {
    const names = [resourceGroup];
    return {
      text,
      subscriptionId,
      resourceGroup,
      type: RESOURCE_GROUP_TYPE,
      name: resourceGroup,
      names,
      parent: undefined,
    };
  }
  const segments = rest.split("/");
  if (segments.length % 2 !== 0 || segments.includes("")) {
    return undefined;
  }
  const types = segments.filter((_segment, index) => index % 2 === 0);
  const names = segments.filter((_segment, index) => index % 2 === 1);
  const parent = segments.slice(0, -2).join("/");
  return {
    text,
    subscriptionId,
    resourceGroup,
    type: [namespace, ...types].join("/"),
    name: names.at(-1) ?? "",
    names,
    parent: parent === "" ? undefined : `${group}/providers/${namespace}/${parent}`,
  };
}

/** ID of the resource group that a resource is in. */
export function groupId({ subscriptionId, resourceGroup }: ResourceId): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
}

/** Whether two IDs, types or names are the same to ARM. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether `id` is `ancestor` or something inside it. */
export function isWithin(id: string, ancestor: string): boolean {
  return `${id}/`.toLowerCase().startsWith(`${ancestor}/`.toLowerCase());
}

/** An ID as some resource providers write it: `/resourcegroups/` in small letters. */
export function lowerResourceGroups(id: string): string {
  return id.replace(/\/resourceGroups\//i, "/resourcegroups/");
}
