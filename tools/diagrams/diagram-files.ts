import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { renderDiagram, SCHEMES } from "./render-diagram";

/** The folder of the diagrams: a source `NAME.dot`, and `NAME-light.svg` and `NAME-dark.svg`. */
export const DIAGRAMS = path.resolve(__dirname, "../../docs/diagrams");

/** Renders every source in {@link DIAGRAMS}. Returns each SVG by its file name. */
export async function renderDiagrams(): Promise<Map<string, string>> {
  const sources = readdirSync(DIAGRAMS).filter((file) => file.endsWith(".dot"));
  const rendered = sources.flatMap((file) =>
    SCHEMES.map(async (scheme): Promise<[string, string]> => {
      const source = readFileSync(path.join(DIAGRAMS, file), "utf8");
      return [file.replace(/\.dot$/, `-${scheme}.svg`), await renderDiagram(source, scheme)];
    }),
  );
  return new Map(await Promise.all(rendered));
}
