import type { TextRange } from "../positions/text-node";

/** Where a block at the top of a file of Terraform source is. */
export interface Block extends TextRange {
  /** Its type and labels: `resource`, `aws_iam_role`, `ci`. */
  readonly header: readonly string[];
}

/** What may hold braces that are no blocks': comments and strings. Heredocs are handled apart. */
const SKIPPED = /#.*|\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"/y;
const HEREDOC = /<<[-~]?([A-Za-z_][\w-]*)[^\S\n]*\n/y;
const HEADER = /([A-Za-z_][\w-]*)((?:[ \t]+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)[ \t]*\{/y;

/** Finds the blocks at the top of a file that is known to be valid. Only reports depend on the result. */
export function topBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let depth = 0;
  let open: Block | undefined;
  let at = 0;
  while (at < text.length) {
    const skipped = matchAt(SKIPPED, text, at);
    const heredoc = skipped === undefined ? matchAt(HEREDOC, text, at) : undefined;
    const header =
      depth === 0 && (at === 0 || text[at - 1] === "\n" || /\s/.test(text.charAt(at - 1)))
        ? matchAt(HEADER, text, at)
        : undefined;
    if (skipped !== undefined) {
      at += skipped[0].length;
    } else if (heredoc !== undefined) {
      at = heredocEnd(text, at + heredoc[0].length, heredoc[1] ?? "");
    } else if (header !== undefined) {
      const labels = [...(header[2] ?? "").matchAll(/"([^"]*)"|([\w-]+)/g)];
      open = {
        header: [header[1] ?? "", ...labels.map(([, quoted, bare]) => quoted ?? bare ?? "")],
        start: at,
        end: text.length,
      };
      at += header[0].length;
      depth++;
    } else {
      const character = text[at++];
      depth += character === "{" ? 1 : character === "}" ? -1 : 0;
      if (character === "}" && depth === 0 && open !== undefined) {
        blocks.push({ ...open, end: at });
        open = undefined;
      }
    }
  }
  return blocks;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function heredocEnd(text: string, start: number, marker: string): number {
  let at = start;
  while (at < text.length) {
    const next = text.indexOf("\n", at);
    const end = next < 0 ? text.length : next;
    if (text.slice(at, end).trim() === marker) {
      return end;
    }
    at = end + 1;
  }
  return text.length;
}
