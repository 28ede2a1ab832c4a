import * as pulumi from "@pulumi/pulumi";

/** Tags, or nothing. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** Tags for everything together with those of one thing, which go over them. Nothing when there are neither. */
export function mergedTags(everywhere: Tags, here: Tags): Tags {
  if (everywhere === undefined) {
    return here;
  }
  if (here === undefined) {
    return everywhere;
  }
  return pulumi.all([everywhere, here]).apply(([general, own]) => ({ ...general, ...own }));
}
