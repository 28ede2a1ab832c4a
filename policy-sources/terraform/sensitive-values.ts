import { OPEN_VALUES } from "../../messages/judged-files";
import { isObject, itemsOf, unknownMark } from "../../trust";

/**
 * Whether a plan or a state marks any part of a value as sensitive. The marks have the shape of the value, with `true` for
 * each sensitive part. The value itself is in plain text.
 *
 * Source: HashiCorp, "JSON output format" (`sensitive_values`, `after_sensitive`).
 */
export function isSensitive(marks: unknown): boolean {
  return typeof marks === "object" && marks !== null
    ? Object.values(marks).some(isSensitive)
    : marks === true;
}

/** The marks of one attribute. */
export function marksOf(marks: unknown, name: string): unknown {
  return isObject(marks) ? marks[name] : marks === true;
}

/** The marks of one attribute, or of one item of a list. */
export function marksAt(marks: unknown, step: string | number): unknown {
  return typeof step === "number" ? marks === true || itemsOf(marks)[step] : marksOf(marks, step);
}

/** The strings of a value that are marked as sensitive, each once. */
export function sensitiveTexts(value: unknown, marks: unknown): readonly string[] {
  const found = new Set<string>();
  collect(value, marks, found);
  return [...found];
}

/** A value with a mark in place of each sensitive part. */
export function withoutSensitive(value: unknown, marks: unknown): unknown {
  if (marks === true) {
    return unknownMark(OPEN_VALUES.sensitive());
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => withoutSensitive(item, itemsOf(marks)[index]));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, withoutSensitive(member, marksOf(marks, name))]),
      )
    : value;
}

function collect(value: unknown, marks: unknown, found: Set<string>): void {
  if (typeof value === "string") {
    if (marks === true && value !== "") {
      found.add(value);
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      collect(item, marks === true || itemsOf(marks)[index], found);
    });
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      collect(member, marksOf(marks, name), found);
    }
  }
}

/** The values of the variables that a plan's configuration declares as sensitive. */
export function sensitiveVariables({
  configuration,
  variables,
}: Readonly<Record<string, unknown>>): readonly string[] {
  const root = isObject(configuration) ? configuration.root_module : undefined;
  const declared = isObject(root) && isObject(root.variables) ? root.variables : {};
  const given = isObject(variables) ? variables : {};
  return Object.entries(declared).flatMap(([name, declaration]) => {
    const own = given[name];
    return isObject(declaration) && declaration.sensitive === true && isObject(own)
      ? sensitiveTexts(own.value, true)
      : [];
  });
}
