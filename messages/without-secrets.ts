/** Shorter values are hidden in quotes only, because they are likely to be a part of another word. */
const SHORTEST_WORD = 4;

/** What the parser of JSON quotes of a string that it cannot read. It cuts the string, so no value is in it as a whole. */
const QUOTED_BY_PARSER = /, (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON/g;

/** A message with `[secret]` in the place of each secret value, also as JSON quotes it. */
export function withoutSecrets(message: string, secrets: Iterable<string>): string {
  // Otherwise the rest of a longer one would stay.
  const longestFirst = [...secrets].filter((secret) => secret !== "").sort((a, b) => b.length - a.length);
  return longestFirst.reduce(
    (shown, secret) => {
      const quoted = JSON.stringify(secret);
      const inQuotes = shown.replaceAll(quoted, '"[secret]"');
      return secret.length < SHORTEST_WORD
        ? inQuotes
        : inQuotes.replaceAll(secret, "[secret]").replaceAll(quoted.slice(1, -1), "[secret]");
    },
    longestFirst.length === 0 ? message : message.replace(QUOTED_BY_PARSER, ""),
  );
}
