/**
 * Matches a string against an IAM pattern: `*` stands for any characters, `?` for one UTF-16 code unit, everything else for
 * itself. Source, recorded: radkawar/stackd testdata/aws/iam/condition_strings.json at 9dc356f.
 *
 * The time is at most proportional to the product of the lengths.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let retryAt = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === "*") {
      star = p++;
      retryAt = t;
    } else if (wanted === "?" || wanted === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retryAt;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") {
    p++;
  }
  return p === pattern.length;
}
