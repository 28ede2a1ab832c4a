/** A number with its noun: `1 role`, `1,200 roles`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${numeral(count)} ${count === 1 ? noun : plural}`;
}

/** A number with separators, the same on every machine. */
export function numeral(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
