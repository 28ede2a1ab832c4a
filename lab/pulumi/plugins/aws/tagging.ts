/** Tags of AWS resources: the program's and the provider's. */
import { type Properties, sameValue, text } from "../kernel/property-value";
import type { AwsClient } from "./aws-client";

/** A tag as the services write it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** All tags that a resource gets: the provider's defaults, overridden by the program's. */
export function allTags(inputs: Properties, client: AwsClient): Tag[] {
  const tags = { ...client.defaultTags, ...((inputs.tags ?? {}) as Properties) };
  return Object.entries(tags).map(([Key, value]) => ({ Key, Value: text(value) }));
}

/** The outputs `tags` and `tagsAll` for what a service returned: defaults are not among the program's own. */
export function tagState(
  found: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
  client: AwsClient,
): Properties {
  const tagsAll: Properties = Object.fromEntries(
    (found ?? []).map(({ Key = "", Value = "" }) => [Key, Value]),
  );
  const defaults = client.defaultTags;
  const own = Object.entries(tagsAll).filter(([key, value]) => !sameValue(defaults[key], value));
  return { ...(own.length === 0 ? {} : { tags: Object.fromEntries(own) }), tagsAll };
}

/** What changes a resource's tags from the old inputs' to the new ones'. */
export function tagChanges(
  olds: Properties,
  news: Properties,
  client: AwsClient,
): { set: Tag[]; removed: string[] } {
  const before = allTags(olds, client);
  const after = allTags(news, client);
  return {
    set: after.filter((tag) => !before.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value)),
    removed: before.map(({ Key }) => Key).filter((key) => !after.some(({ Key }) => Key === key)),
  };
}
