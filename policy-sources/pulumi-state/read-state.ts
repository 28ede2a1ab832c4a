import { INPUT_FILES } from "../../messages/input-files";
import { isObject, itemsOf, stringsIn } from "../../trust";
import type { Path } from "../positions/source-node";
import { UnreadableError } from "../unreadable";
import { knownValue, providerUrn } from "./state-values";

/** A resource of a stack's state. Properties have marks for what is unknown. */
export interface StateResource {
  /** Where it is in the state. */
  readonly path: Path;
  readonly urn: string | undefined;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** URN of the Pulumi provider that deploys it, if it has one. */
  readonly provider: string | undefined;
  /** URNs of the resources that it waits for. */
  readonly dependencies: readonly string[];
  /** URNs of the resources of whose outputs a property is made. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Whether the stack only reads it and does not manage it. */
  readonly isExternal: boolean;
  /** Whether it is in use. Otherwise it is about to be deleted, or its operation did not end. */
  readonly isSettled: boolean;
}

/** Whether a parsed file looks like what `pulumi stack export` writes. */
export function isPulumiState(value: unknown): value is { readonly deployment: Record<string, unknown> } {
  return isObject(value) && isObject(value.deployment);
}

/**
 * Reads what `pulumi stack export` writes, with `--show-secrets` or without.
 *
 * @param exported - The export, as parsed JSON.
 * @throws {UnreadableError} If it is something else.
 */
export function readPulumiState(exported: unknown): StateResource[] {
  if (!isPulumiState(exported)) {
    throw new UnreadableError(INPUT_FILES.say("input-state-invalid", 'no object "deployment"'));
  }
  const { resources, pending_operations: pending } = exported.deployment;
  if (!Array.isArray(resources ?? [])) {
    throw new UnreadableError(INPUT_FILES.say("input-state-invalid", '"deployment.resources" is not a list'));
  }
  return [
    ...itemsOf(resources).flatMap((entry, index) =>
      readResource(["deployment", "resources", index], entry, true),
    ),
    ...itemsOf(pending).flatMap((entry, index) =>
      readResource(
        ["deployment", "pending_operations", index, "resource"],
        isObject(entry) ? entry.resource : undefined,
        false,
      ),
    ),
  ];
}

function readResource(path: Path, entry: unknown, isListed: boolean): StateResource[] {
  if (!isObject(entry) || typeof entry.type !== "string") {
    return [];
  }
  const dependencies = isObject(entry.propertyDependencies) ? entry.propertyDependencies : {};
  return [
    {
      path,
      urn: typeof entry.urn === "string" ? entry.urn : undefined,
      type: entry.type,
      provider: providerUrn(entry.provider),
      inputs: propertiesOf(entry.inputs),
      outputs: propertiesOf(entry.outputs),
      dependencies: stringsIn(entry.dependencies),
      propertyDependencies: Object.fromEntries(
        Object.entries(dependencies).map(([name, urns]) => [name, stringsIn(urns)]),
      ),
      isExternal: entry.external === true,
      isSettled: isListed && entry.delete !== true,
    },
  ];
}

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, knownValue(member)]))
    : {};
}
