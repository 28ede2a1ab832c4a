import type { Expression } from "./hcl";

/**
 * A text that is a template as an expression that the parser takes: a heredoc. In it nothing is escaped but the two signs,
 * as in what the parser returns for arguments and in files of templates.
 */
export function templateSource(text: string): string {
  // The mark ends no other text.
  let marker = "END";
  while (text.includes(marker)) {
    marker += "_";
  }
  return `<<${marker}\n${text}\n${marker}\n`;
}

/**
 * The literal texts of a template, without what strip markers (`~`) remove; `undefined` for each part that is none.
 *
 * Source: HashiCorp, "Strings and Templates", "Whitespace Stripping". In heredocs only the marker's line is stripped:
 * measured with Terraform 1.11.4.
 */
export function literalTexts(
  { children }: Expression,
  bytes: Buffer,
  isHeredoc: boolean,
): (string | undefined)[] {
  return children.map(({ type, meta, range }) => {
    if (type !== "literalValue" || meta?.type !== "string") {
      return undefined;
    }
    let text = String(meta.value);
    if (bytes.subarray(range.start.byte - 2, range.start.byte).toString() === "~}") {
      text = text.replace(isHeredoc ? /^[^\S\n]*\n?/ : /^\s+/, "");
    }
    const after = bytes
      .subarray(range.start.byte + Buffer.byteLength(String(meta.value)))
      .toString("utf8", 0, 3);
    return /^[$%]\{~/.test(after) ? text.replace(isHeredoc ? /[^\S\n]*\n?$/ : /\s+$/, "") : text;
  });
}

/**
 * An indented heredoc without its indentation; the heredoc itself if it is not indented. `undefined` if an expression in it
 * has several lines.
 *
 * Source: HashiCorp, "Strings and Templates", "Indented Heredocs".
 */
export function dedented(heredoc: string): string | undefined {
  const [head = "", ...lines] = heredoc.replace(/\n$/, "").split("\n");
  const marker = /^<<-?\s*([A-Za-z_][\w-]*)/.exec(head)?.[1];
  if (marker === undefined) {
    return undefined;
  }
  const body = lines.slice(0, -1);
  if (!head.startsWith("<<-")) {
    return [`<<${marker}`, ...body, marker, ""].join("\n");
  }
  const isOpen = body.some(
    (line) =>
      (line.match(/[$%]\{/g)?.length ?? 0) !== (line.match(/\}/g)?.length ?? 0) && /[$%]\{[^}]*$/.test(line),
  );
  if (isOpen) {
    return undefined;
  }
  const indented = body
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indented, 1000);
  return [`<<${marker}`, ...body.map((line) => line.slice(least)), marker, ""].join("\n");
}

/** What a quoted text says. Source: "HCL Native Syntax Specification", "Quoted Templates". */
export function unescaped(raw: string): string | undefined {
  try {
    const text = raw.replace(/\\U([0-9a-fA-F]{8})/g, (_, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, 16)),
    );
    return JSON.parse(`"${text.replaceAll("\t", "\\t")}"`) as string;
  } catch {
    return undefined;
  }
}
