import { createRequire } from "node:module";
import { coded, withCode } from "../../messages";
import { isObject } from "../../trust";

/** The members of a wrapped value, and the mark of secrets. Source: pulumi/pulumi, `sdk/go/common/resource/sig`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Properties as the engine sends them. */
interface SentProperties {
  toJavaScript(): unknown;
}

/** The part of `@pulumi/policy` that opens secrets. */
interface Deserialize {
  deserializeProperties: (sent: SentProperties, proxySecrets: boolean) => object;
}

/** The newest version of `@pulumi/policy` in which the function was seen. */
const NEWEST_WATCHED = "1.21.0";

const sentBy = new WeakMap<object, SentProperties>();

/**
 * Remembers for all properties that rules are shown what the engine sent. `@pulumi/policy` opens secrets before a rule sees
 * them and does not say which values were secret (seen in 1.15.0 and 1.21.0), and messages must not repeat those.
 *
 * The module is no public interface of `@pulumi/policy`. The pack goes on without it, since a pack that does not load
 * judges nothing, and says so.
 *
 * @param load - Loads the module that opens secrets.
 * @param warn - Called once if secrets cannot be recognized.
 */
export function watchSecrets(
  load: () => Partial<Deserialize> = () =>
    createRequire(__filename)("@pulumi/policy/deserialize") as Partial<Deserialize>,
  warn: (message: string) => void = console.warn,
): void {
  let deserialize: Partial<Deserialize> = {};
  try {
    deserialize = load();
  } catch {
    // Reported below, as a module without the function is.
  }
  const { deserializeProperties } = deserialize;
  if (typeof deserializeProperties !== "function") {
    warn(
      withCode(
        coded(
          "secrets-not-recognized",
          `azure-to-aws-federation: this version of @pulumi/policy does not show which values are secret, so messages of the policy pack can repeat them. Install another one: npm install @pulumi/policy@${NEWEST_WATCHED}.`,
        ),
      ),
    );
    return;
  }
  deserialize.deserializeProperties = (sent, proxySecrets) => {
    const properties = deserializeProperties(sent, proxySecrets);
    sentBy.set(properties, sent);
    return properties;
  };
}

/** The properties that others were put together from. */
const partsOf = new WeakMap<object, readonly object[]>();

/** Puts a resource's inputs and outputs together, so that its secrets are still known. */
export function mergedProperties(
  inputs: Readonly<Record<string, unknown>>,
  outputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged = { ...inputs, ...outputs };
  partsOf.set(merged, [inputs, outputs]);
  return merged;
}

/** The secret strings among properties that a rule was shown. Worked out only for what is reported. */
export function secretsAmong(properties: object): readonly string[] {
  const parts = partsOf.get(properties);
  if (parts !== undefined) {
    return [...new Set(parts.flatMap(secretsAmong))];
  }
  const sent = sentBy.get(properties);
  return sent === undefined ? [] : [...new Set(secretsIn(sent.toJavaScript()))];
}

function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(secretsIn);
  }
  if (!isObject(value)) {
    return [];
  }
  return value[SIGNATURE] === SECRET ? stringsOf(value.value) : Object.values(value).flatMap(secretsIn);
}

/** The strings of a secret. Names of members are not among them: a message has to say where something is wrong. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") {
    const parsed = parsedObject(value);
    return parsed === undefined ? [value] : [value, ...stringsOf(parsed)];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
