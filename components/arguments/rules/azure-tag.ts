/** Tags of Azure resources ("Use tags to organize your Azure resources", limitations). */
import type { FindProblems } from "../find-problems";

/** The name of a tag: at most 512 characters, without those that Azure refuses. */
export function azureTagName(name: string): readonly string[] {
  return name.length >= 1 && name.length <= 512 && !/[<>%&\\?/]/.test(name)
    ? []
    : ["must be 1 to 512 characters without < > % & \\ ? /"];
}

/** The value of a tag: at most 256 characters. */
export function azureTagValue(value: string): readonly string[] {
  return value.length <= 256 ? [] : [`must have at most 256 characters, has ${value.length}`];
}

/** The number of tags that one resource may have. */
const MOST_TAGS = 50;

/** How many tags there are. The map must be one. */
export const inAzureTags: FindProblems = (path, tags) => {
  const { length } = Object.keys(tags as object);
  return length <= MOST_TAGS ? [] : [{ path, reason: `must be at most ${MOST_TAGS} tags, are ${length}` }];
};
