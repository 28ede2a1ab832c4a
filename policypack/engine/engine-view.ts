import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { isMark } from "../../trust";
import { mergedProperties, secretsAmong } from "./secrets";
import { inOrder, normalType, type SeenResource, type SeenStack, type StackResource } from "./seen-resource";
import { rawProperties, readProperty } from "./unknown";

/** The part of the engine's view of a resource that rules use. */
type EngineResource = Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props"> & {
  readonly provider?: { readonly urn: string } | undefined;
};
type EngineStackResource = EngineResource & Pick<PolicyResource, "dependencies" | "propertyDependencies">;

/**
 * What the rules of a pack see of a preview or an update. The engine shows each resource, and the stack, to one rule after
 * the other, and reads it again each time. Here all rules share what one of them has read.
 */
export class EngineView {
  /** The resources that were judged one by one, with their inputs. */
  readonly #judged = new Map<string, SeenResource>();
  /** The outputs of the stack's resources. */
  readonly #outputs = new Map<string, object>();
  #resource: Shown<SeenResource> | undefined;
  #stack: Shown<SeenStack> | undefined;

  /** A resource as the engine shows it to a rule before it is created or changed: its properties are its inputs. */
  resource(rule: string, shown: EngineResource): SeenResource {
    const { urn } = shown;
    // A rule that asks again is shown the resource as it is now.
    if (this.#resource?.value.urn !== urn || this.#resource.rules.has(rule)) {
      this.#resource = { value: { ...identity(shown), ...reader(shown.props) }, rules: new Set() };
      this.#judged.set(urn, this.#resource.value);
    }
    this.#resource.rules.add(rule);
    return this.#resource.value;
  }

  /** The secret strings among a resource's inputs and outputs. No message may repeat them. */
  secretsOf(urn: string): readonly string[] {
    const outputs = this.#outputs.get(urn);
    return [...secretsAmong(this.#judged.get(urn)?.raw ?? {}), ...secretsAmong(outputs ?? {})];
  }

  /** The resources that were judged before one, in their order. Listed only when asked for, as often as asked for. */
  before({ urn }: SeenResource): Iterable<SeenResource> {
    const judged = this.#judged;
    return {
      *[Symbol.iterator]() {
        for (const resource of judged.values()) {
          if (resource.urn !== urn) {
            yield resource;
          }
        }
      },
    };
  }

  /**
   * A stack as the engine shows it to a rule at its end, by URN. Properties are outputs, and inputs where there is no such
   * output: Azure never returns custom data, for example.
   */
  stack(rule: string, resources: readonly EngineStackResource[]): SeenStack {
    if (this.#stack?.rules.has(rule) !== false || this.#stack.value.length !== resources.length) {
      this.#stack = { value: this.#read(resources), rules: new Set() };
    }
    this.#stack.rules.add(rule);
    return this.#stack.value;
  }

  #read(resources: readonly EngineStackResource[]): SeenStack {
    const seen = new Map<string, StackResource>();
    const find = (found: readonly EngineResource[]): StackResource[] =>
      found.map(({ urn }) => seen.get(urn)).filter((resource) => resource !== undefined);
    for (const shown of resources) {
      const before = this.#judged.get(shown.urn);
      const read = reader(shown.props);
      this.#outputs.set(shown.urn, read.raw);
      seen.set(shown.urn, {
        ...identity(shown),
        raw: mergedProperties(before?.raw ?? {}, read.raw),
        before: before ?? { ...identity(shown), ...read },
        get: (property) => {
          const output = read.get(property);
          return output === undefined || isMark(output) ? (before?.get(property) ?? output) : output;
        },
        get dependencies() {
          return find(shown.dependencies);
        },
        madeOf: (property) => find(shown.propertyDependencies[property] ?? []),
      });
    }
    return inOrder([...seen.values()]);
  }
}

/** What was shown last, and the rules that it was shown to. */
interface Shown<T> {
  readonly value: T;
  readonly rules: Set<string>;
}

function identity({
  type,
  name,
  urn,
  provider,
}: EngineResource): Pick<SeenResource, "type" | "name" | "urn" | "provider"> {
  return { type: normalType(type), name, urn, provider: provider?.urn };
}

/** Reads each property once. */
function reader(props: Readonly<Record<string, unknown>>): Pick<SeenResource, "raw" | "get"> {
  const known = new Map<string, unknown>();
  return {
    raw: rawProperties(props),
    get: (property) => {
      if (!known.has(property)) {
        known.set(property, readProperty(props, property));
      }
      return known.get(property);
    },
  };
}
