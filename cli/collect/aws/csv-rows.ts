/** A field, and what ends it. Source: RFC 4180. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy;

/** The rows of a CSV file. Names of users may have commas, so fields may be quoted. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(FIELD)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ",") {
      if (row.length > 1 || row[0] !== "") {
        rows.push(row);
      }
      row = [];
    }
    if (end === "") {
      break;
    }
  }
  return rows;
}
