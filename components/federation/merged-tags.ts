import * as pulumi from "@pulumi/pulumi";
import { onceRight } from "../arguments/argument-checks";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { FindProblems } from "../arguments/find-problems";
import type { Tags } from "../arguments/inputs";

/** How tags that are valid by themselves are checked together. */
export interface TagsTogether {
  readonly paths: ArgumentPaths;
  /** The argument at which problems are reported. */
  readonly path: string;
  readonly find: FindProblems;
}

/** The tags for everything, and those of one resource, which override them. Undefined if there are neither. */
export function mergedTags(everywhere: Tags, here: Tags, { paths, path, find }: TagsTogether): Tags {
  if (everywhere === undefined) {
    return here;
  }
  if (here === undefined) {
    return everywhere;
  }
  const all = pulumi.all([everywhere, here]).apply(([general, own]) => ({ ...general, ...own }));
  return onceRight<Record<string, string>>(paths, path, all, find);
}
