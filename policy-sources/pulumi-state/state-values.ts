import { OPEN_VALUES, TO_OPEN } from "../../messages/judged-files";
import { isObject, unknownMark } from "../../trust";

/** The member that marks a wrapped value in a state, and the mark of secrets. Source: pulumi/pulumi, `sdk/go/common/resource/sig`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * The placeholders that a preview writes into a state for unknown values: a boolean, number, string, list, asset, archive,
 * or object. Source: pulumi/pulumi, `sdk/go/common/resource/plugin`.
 */
const UNKNOWN_VALUES: readonly string[] = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

const UNKNOWN_VALUE = new RegExp(UNKNOWN_VALUES.join("|"));

/**
 * A value of a state. Secrets that the state has in plain text are opened, and a mark stands for each unknown value.
 *
 * @param toOpen - How to get a file with the secrets in plain text.
 */
export function knownValue(value: unknown, toOpen = TO_OPEN.state()): unknown {
  // A program that puts one into a string makes all of it unknown: nobody can tell how much the value stands for.
  if (typeof value === "string" && UNKNOWN_VALUE.test(value)) {
    return unknownMark(OPEN_VALUES.pulumiUnknown());
  }
  if (Array.isArray(value)) {
    return value.map((item) => knownValue(item, toOpen));
  }
  if (!isObject(value)) {
    return value;
  }
  if (SIGNATURE in value) {
    return isSecret(value) ? secretValue(value, toOpen) : unknownMark(OPEN_VALUES.noText());
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, knownValue(member, toOpen)]),
  );
}

/** Whether an object of a file that Pulumi writes is a secret, with its plain text or encrypted. */
export function isSecret(value: Readonly<Record<string, unknown>>): boolean {
  return value[SIGNATURE] === SECRET;
}

function secretValue({ plaintext }: Record<string, unknown>, toOpen: string): unknown {
  const closed = (): string => unknownMark(OPEN_VALUES.secret(toOpen));
  if (typeof plaintext !== "string") {
    return closed();
  }
  try {
    return knownValue(JSON.parse(plaintext), toOpen);
  } catch {
    return closed();
  }
}

/** The URN of a Pulumi provider in the reference that the engine writes to it: `<URN>::<ID>`. */
export function providerUrn(reference: unknown): string | undefined {
  return typeof reference === "string" && reference !== ""
    ? reference.slice(0, reference.lastIndexOf("::"))
    : undefined;
}
