/** Brackets with members between them, on one line if they are short. */

/** How a language writes a composite. */
export interface Brackets {
  readonly open: string;
  readonly close: string;
  /** Between a bracket and what is in it, on one line. */
  readonly padding?: string;
  /** Default is two spaces. */
  readonly indent?: string;
  /** Whether the last member in lines has a comma. Default is true. */
  readonly trailing?: boolean;
  /** How long the composite may be on one line. Default is 70. */
  readonly width?: number;
}

/** Writes a composite, on one line if it fits and no member has more than one. */
export function composite(members: readonly string[], brackets: Brackets): string {
  const { open, close, padding = "", indent = "  ", trailing = true, width = 70 } = brackets;
  const line = `${open}${padding}${members.join(", ")}${padding}${close}`;
  if (line.length <= width && !line.includes("\n")) {
    return line;
  }
  const lines = members.map((member) => indented(member, indent)).join(",\n");
  return `${open}\n${lines}${trailing ? "," : ""}\n${close}`;
}

/** A text with every line moved to the right. */
export function indented(text: string, indent: string): string {
  return text.replaceAll(/^(?=.)/gm, indent);
}

/** `roleArn` as `RoleArn`. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `roleArn` as `role_arn`, as the generator of SDKs for Python does for names without abbreviations in capitals. */
export function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
