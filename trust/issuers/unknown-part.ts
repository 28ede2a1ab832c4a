/** What is in a string for a part that is unknown; see partial/unknown-mark.ts. */
export const UNKNOWN = /\uE000[0-9a-f]*\uE001/g;

/** Whether a text has an unknown part. Only a partly known policy has such parts. */
export function hasUnknownPart(text: string): boolean {
  return text.search(UNKNOWN) >= 0;
}
