/** Tags of IAM resources, as "Tags for AWS Identity and Access Management resources" in the IAM user guide has them. */
import { memberPath } from "../../../trust";
import type { FindProblems } from "../find-problems";

/** How many tags a resource of IAM may have. */
const MOST_TAGS = 50;

const CHARACTERS = "letters, digits, spaces or _ . : / = + - @";

/** The key of a tag. */
export function tagKey(key: string): readonly string[] {
  if (/^aws:/i.test(key)) {
    return ["must not begin with aws:, which AWS keeps for itself"];
  }
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) ? [] : [`must be 1 to 128 ${CHARACTERS}`];
}

/** The value of a tag. */
export function tagValue(value: string): readonly string[] {
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value) ? [] : [`must be at most 256 ${CHARACTERS}`];
}

/** What is wrong with the keys of a map of tags together. The map must be one. */
export const inTagKeys: FindProblems = (path, tags) => {
  const keys = Object.keys(tags as object);
  if (keys.length > MOST_TAGS) {
    return [{ path, reason: `must be at most ${MOST_TAGS} tags, are ${keys.length}` }];
  }
  const folded = keys.map((key) => key.toLowerCase());
  return keys
    .filter((_, index) => folded.indexOf(folded[index] ?? "") !== index)
    .map((key) => ({
      path: memberPath(path, key),
      reason: "is there twice: the case of a tag's key does not count in IAM",
    }));
};
