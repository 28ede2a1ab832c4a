import { Graphviz } from "@hpcc-js/wasm-graphviz";

/** The two appearances of a diagram. A page shows the one that fits its own. */
export const SCHEMES = ["light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

interface Colors {
  readonly ink: string;
  readonly line: string;
  readonly box: string;
  readonly azure: string;
  readonly aws: string;
}

/** Each text has a contrast of at least 4.5 to what is behind it, in both appearances. */
const COLORS: Readonly<Record<Scheme, Colors>> = {
  light: { ink: "#1f2328", line: "#57606a", box: "#ffffff", azure: "#ddebfb", aws: "#fdecd2" },
  dark: { ink: "#e6edf3", line: "#9198a1", box: "#1b1f24", azure: "#12304f", aws: "#4a3210" },
};

const FONT = "Helvetica,Arial,sans-serif";

/**
 * Renders a diagram.
 *
 * @param source - A graph in Graphviz's language. The class of a cluster is `azure`, `aws`, or `inner`; a node may be `strong`.
 * @param scheme - Light or dark.
 * @returns An SVG without a background, which needs no other file.
 */
export async function renderDiagram(source: string, scheme: Scheme): Promise<string> {
  const { ink, line, box, azure, aws } = COLORS[scheme];
  const defaults = [
    `graph [bgcolor=transparent fontname="${FONT}" fontsize=13 fontcolor="${ink}" pad=0.1]`,
    `node [shape=box style="rounded,filled" margin="0.33,0.1" fontname="${FONT}" fontsize=13 fontcolor="${ink}" color="${line}" fillcolor="${box}"]`,
    `edge [fontname="${FONT}" fontsize=12 fontcolor="${ink}" color="${line}" arrowsize=0.8]`,
  ].join("\n");
  const fills: Readonly<Record<string, string>> = { azure, aws, inner: box };
  const colored = source
    .replace("{", `{\n${defaults}\n`)
    .replace(/class="(azure|aws|inner)"/g, (_, name: string) => {
      const fill = fills[name] ?? box;
      return `margin=14 style="rounded,filled" color="${name === "inner" ? line : fill}" fillcolor="${fill}"`;
    })
    .replaceAll('class="strong"', "penwidth=2");
  const graphviz = await Graphviz.load();
  const svg = graphviz.dot(colored);
  // Without the comments, which name the version of Graphviz, and the titles, which browsers show as tooltips.
  return svg
    .replace(/^[\s\S]*?(?=<svg)/, "")
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/<title>[\s\S]*?<\/title>\n?/g, "");
}
