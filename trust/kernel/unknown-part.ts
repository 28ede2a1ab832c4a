/** What stands in a string for a part that is unknown; see `placeholder` in partial/unknown-mark.ts. */
export const UNKNOWN = /not-known-[0-9a-f]*-value/g;

/** Whether a text has an unknown part. Only a partly known policy has such parts: a known text can look the same. */
export function hasUnknownPart(text: string): boolean {
  return text.search(UNKNOWN) >= 0;
}
