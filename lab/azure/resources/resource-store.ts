/** Documents of the resources of one subscription. */
import { groupId, isWithin, type ResourceId, sameId } from "./resource-id";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The part of a resource's representation that its type gives meaning to. */
export interface ResourceBody {
  readonly location?: string;
  readonly tags?: JsonObject;
  readonly identity?: JsonObject | undefined;
  readonly properties: JsonObject;
  /** `sku`, `zones`, `plan` and the like: kept and given back as they came. */
  readonly [other: string]: unknown;
}

/** A resource. */
export interface Resource {
  readonly id: ResourceId;
  /** What a reader may see. */
  body: ResourceBody;
  /** What was sent and must never be shown: passwords, custom data, protected parameters. */
  secrets: JsonObject;
  provisioningState: "Creating" | "Updating" | "Deleting" | "Succeeded" | "Failed";
}

/** A request to create or change a resource, before anything is stored. */
export interface ResourceChange {
  readonly id: ResourceId;
  /** What was sent, without the members that are read-only. */
  readonly body: ResourceBody;
  /** The resource as it is; undefined when it is new. */
  readonly before: Resource | undefined;
}

/** What a change stores. */
export interface PreparedResource {
  readonly body: ResourceBody;
  readonly secrets?: Resource["secrets"];
}

/** A place in a document that holds the ID of another resource. */
export interface Reference {
  readonly from: Resource;
  /** ID of the named part that holds the reference, such as an IP configuration; else the resource's own. */
  readonly holder: string;
  readonly to: string;
}

/** Resources by their IDs. Knows no types. */
export class ResourceStore {
  readonly #resources = new Map<string, Resource>();

  constructor(readonly subscriptionId: string) {}

  all(): readonly Resource[] {
    return [...this.#resources.values()];
  }

  get(id: string): Resource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  put(resource: Resource): void {
    this.#resources.set(resource.id.text.toLowerCase(), resource);
  }

  remove(id: string): void {
    this.#resources.delete(id.toLowerCase());
  }

  /** Resources inside a resource or a resource group, itself not included. */
  inside(id: string): readonly Resource[] {
    return this.all().filter((resource) => isWithin(resource.id.text, id) && !sameId(resource.id.text, id));
  }

  /** Resources of a type, in a group or everywhere. */
  ofType(type: string, group?: string): readonly Resource[] {
    return this.all().filter(
      ({ id }) => sameId(id.type, type) && (group === undefined || sameId(groupId(id), group)),
    );
  }

  /** Who refers to a resource, or to something inside it, from outside. */
  referencesTo(id: string): readonly Reference[] {
    return this.all()
      .filter((resource) => !isWithin(resource.id.text, id))
      .flatMap((resource) => referencesOf(resource))
      .filter(({ to }) => isWithin(to, id));
  }
}

/** The references that a resource holds: every `{id}` in its properties that names another resource. */
export function referencesOf(resource: Resource): readonly Reference[] {
  const own = resource.id.text;
  return collect(resource.body.properties, own)
    .filter(({ to }) => !isWithin(to, own))
    .map(({ holder, to }) => ({ from: resource, holder, to }));
}

function collect(value: unknown, holder: string): readonly { holder: string; to: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown) => collect(entry, holder));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const { id } = value as JsonObject;
  const isReference = typeof id === "string" && id.startsWith("/subscriptions/");
  // A named part, such as an IP configuration, has its own ID inside its resource.
  const inner = isReference && isWithin(id, holder) ? id : holder;
  const own = isReference ? [{ holder, to: id }] : [];
  return [...own, ...Object.values(value).flatMap((entry: unknown) => collect(entry, inner))];
}
