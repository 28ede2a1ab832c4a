/** How many letters may differ for one name to be taken for a slip of another. */
const MOST_SLIPS = 3;

/** The name among `known` that was most likely meant, or nothing when none is near. Case does not count. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((candidate) => ({
    candidate,
    distance: editDistance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  const near = distances.filter(
    ({ candidate, distance }) => distance <= Math.min(MOST_SLIPS, Math.floor(candidate.length / 3)),
  );
  near.sort((one, other) => one.distance - other.distance);
  return near[0]?.candidate;
}

/** How many letters must be put in, taken out or changed to make one text of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}
