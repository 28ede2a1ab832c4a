/** Figures by name, and groups of them. A file with costs is JSON of this form. */
export interface Costs {
  readonly [name: string]: number | Costs;
}

/** A figure with the names of its groups. */
export interface Figure {
  readonly path: readonly string[];
  readonly value: number;
}

/** All figures, sorted by name within each group. Figures come before groups. */
export function figuresIn(costs: Costs, path: readonly string[] = []): Figure[] {
  return sortedNames(costs).flatMap((name) => {
    const value = costs[name] ?? 0;
    const own = [...path, name];
    return typeof value === "number" ? [{ path: own, value }] : figuresIn(value, own);
  });
}

/** The text of a file with costs: equal figures make equal files. */
export function renderCosts(costs: Costs): string {
  return `${JSON.stringify(sorted(costs), undefined, 2)}\n`;
}

function sorted(costs: Costs): Costs {
  return Object.fromEntries(
    sortedNames(costs).map((name) => {
      const value = costs[name] ?? 0;
      return [name, typeof value === "number" ? value : sorted(value)];
    }),
  );
}

/** Sorted by code units, which is the same on every machine. */
function sortedNames(costs: Costs): string[] {
  const names = Object.keys(costs).sort();
  const isFigure = (name: string): boolean => typeof costs[name] === "number";
  return [...names.filter(isFigure), ...names.filter((name) => !isFigure(name))];
}
