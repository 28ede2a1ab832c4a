import { isObject, normalType, texts, type SeenStack, type StackResource } from "./seen-resource";
import { UNKNOWN } from "./unknown";

/** Member by which the engine marks a value of a kind of its own; for a secret its mark. Source: pulumi/pulumi, `sig`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Reads what `pulumi stack export` prints. Encrypted secrets are not known; with `--show-secrets` they are.
 *
 * @param exported - The export, as parsed JSON.
 * @throws {TypeError} If it is none.
 */
export function stackFromDeployment(exported: unknown): SeenStack {
  const deployment = isObject(exported) ? exported.deployment : undefined;
  const resources = isObject(deployment) ? (deployment.resources ?? []) : undefined;
  if (!Array.isArray(resources)) {
    throw new TypeError('This is no export of a Pulumi stack: it has no list "deployment.resources".');
  }
  const seen = new Map<string, StackResource>();
  const find = (urns: unknown): StackResource[] =>
    texts(urns)
      .map((urn) => seen.get(urn))
      .filter((resource) => resource !== undefined);
  return resources
    .filter(isObject)
    .filter((state) => state.delete !== true)
    .map((state) => {
      const [inputs, outputs] = [plain(state.inputs), plain(state.outputs)];
      const urn = String(state.urn);
      const common = { type: normalType(String(state.type)), name: urn.split("::").slice(3).join("::"), urn };
      const dependencies = isObject(state.propertyDependencies) ? state.propertyDependencies : {};
      const resource: StackResource = {
        ...common,
        before: { ...common, get: (property) => member(inputs, property) },
        get: (property) => member(outputs, property) ?? member(inputs, property),
        get dependencies() {
          return find(state.dependencies);
        },
        madeOf: (property) => find(dependencies[property]),
      };
      seen.set(urn, resource);
      return resource;
    });
}

function member(container: unknown, property: string): unknown {
  return isObject(container) ? container[property] : undefined;
}

/** Takes secrets out of their wrapping, or puts `UNKNOWN` in the place of one that is encrypted. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (!isObject(value)) {
    return value;
  }
  if (value[SIGNATURE] === SECRET) {
    const { plaintext } = value;
    return typeof plaintext === "string" ? plain(JSON.parse(plaintext)) : UNKNOWN;
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}
