/** How many values of one condition a text has: each provider of a statement can have a finding about the same ones. */
const MOST = 100;

/** A JSON list, of which all beyond the first hundred values are only counted. */
export function listText(
  values: readonly unknown[],
  shown: (value: unknown) => string,
  separator: string,
): string {
  const rest = values.length > MOST ? [`… ${values.length - MOST} more`] : [];
  return `[${[...values.slice(0, MOST).map(shown), ...rest].join(separator)}]`;
}
