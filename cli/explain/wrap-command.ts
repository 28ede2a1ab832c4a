/**
 * Breaks a command at spaces so that its lines fit a width. Each broken line ends with a backslash, so that a shell still
 * takes the lines as one command. Quoted parts and words stay whole, and
 * an option stays with its value.
 *
 * @param indent - What each line begins with; further lines are indented by two more spaces.
 */
export function wrapCommand(command: string, width: number, indent: string): string {
  const longest = width - indent.length - "   \\".length;
  const words = together(command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [], longest);
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    const joined = line.trim() === "" ? `${line}${word}` : `${line} ${word}`;
    if (joined.length + " \\".length > width && line.trim() !== "") {
      lines.push(`${line} \\`);
      line = `${indent}  ${word}`;
    } else {
      line = joined;
    }
  }
  return [...lines, line].join("\n");
}

/** An option and its value make one part of a line, unless they are longer than a line. */
function together(words: readonly string[], longest: number): string[] {
  const parts: string[] = [];
  let option = "";
  for (const word of words) {
    const isOption = /^--\w[^=]*$/.test(word);
    const fits = option.length + 1 + word.length <= longest;
    if (option !== "" && fits && !word.startsWith("-") && !/^[|>&;]/.test(word)) {
      parts.push(`${option} ${word}`);
      option = "";
      continue;
    }
    if (option !== "") {
      parts.push(option);
    }
    option = isOption ? word : "";
    if (!isOption) {
      parts.push(word);
    }
  }
  return option === "" ? parts : [...parts, option];
}
