/** Turns one row of the azure-native table into a resource type: all of ARM works the same way. */
import type { PulumiType } from "../../../arm-types/arm-types";
import { InitializationError } from "../kernel/cloud-error";
import { isUnknown, type Properties } from "../kernel/property-value";
import type { Call, Completion, InvalidValue, ResourceType } from "../kernel/resource-type";
import { azureNativeTypes } from "../schema/azure-native";
import type { ResourceShape } from "../schema/type-table";
import { fromArmBody, toArmBody, withIdLists } from "./arm-body";
import { type ArmAddress, type ArmClient, type ArmResource, OperationFailed } from "./arm-client";
import { fillPath, pathParameters, readPath } from "./arm-path";

const MISSING_LOCATION =
  "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.";

/** What differs from one ARM resource type to the next. */
export interface ArmRow extends Omit<PulumiType, "parameters"> {
  /** Path template; its last parameter is the resource's name. */
  readonly path: string;
}

/** The resource type for a row. */
export function armType(row: ArmRow): ResourceType<ArmClient> {
  const shape = azureNativeTypes.resources[row.token];
  if (shape?.apiVersion === undefined) {
    throw new Error(`no type information for ${row.token}`);
  }
  return new ArmType(row, shape, shape.apiVersion);
}

class ArmType implements ResourceType<ArmClient> {
  readonly token: string;
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace = "unless-auto-named";
  readonly autoName;
  readonly equality = { location: sameLocation };
  readonly shared: readonly string[];
  readonly asInputs = withIdLists;
  readonly #row: ArmRow;
  readonly #shape: ResourceShape;
  readonly #apiVersion: string;
  readonly #parameters: readonly string[];

  constructor(row: ArmRow, shape: ResourceShape, apiVersion: string) {
    this.#row = row;
    this.#shape = shape;
    this.#apiVersion = apiVersion;
    this.#parameters = pathParameters(row.path);
    this.token = row.token;
    this.replaceOnChanges = [...this.#parameters, ...(row.replaceOnChanges ?? [])];
    this.autoName = {
      property: this.#parameters.at(-1) ?? "",
      separator: "",
      digits: row.naming === "random" ? 8 : 0,
      keepsGivenName: true,
      ...(row.naming === "uuid" ? { asUuid: true } : {}),
    };
    this.shared = row.shared ?? [];
  }

  /** Fills in the region: the configured one, else that of the resource group. */
  async complete(inputs: Properties, { call, olds }: Completion<ArmClient>): Promise<Properties> {
    if (!("location" in this.#shape.inputs) || inputs.location !== undefined) {
      return inputs;
    }
    const inherited = this.#parameters.length > 1 ? await groupLocation(inputs, call) : undefined;
    const location = olds?.location ?? call.client.defaultLocation ?? inherited;
    return location === undefined ? inputs : { ...inputs, location };
  }

  validate(inputs: Properties): InvalidValue[] {
    if (!("location" in this.#shape.inputs) || inputs.location !== undefined) {
      return [];
    }
    return [{ path: "location", reason: MISSING_LOCATION }];
  }

  async create(inputs: Properties, call: Call<ArmClient>): Promise<{ id: string; state: Properties }> {
    const address = this.#address(fillPath(this.#row.path, call.client.subscriptionId, inputs));
    if (await call.client.exists(address, call.signal)) {
      throw new Error(`cannot create already existing resource '${address.id}'`);
    }
    const created = await this.#put(address, inputs, call);
    return {
      id: typeof created.id === "string" ? created.id : address.id,
      state: this.#state(created, inputs),
    };
  }

  async read(id: string, call: Call<ArmClient>): Promise<Properties> {
    const parameters = readPath(this.#row.path, id);
    if (parameters === undefined) {
      throw new Error(`'${id}' is not an ID of ${this.token}: it should look like ${this.#row.path}`);
    }
    return this.#state(
      await call.client.get(this.#address(id), call.signal, this.#row.readQuery),
      parameters,
    );
  }

  async update(id: string, { news }: { news: Properties }, call: Call<ArmClient>): Promise<Properties> {
    return this.#state(await this.#put(this.#address(id), news, call), news);
  }

  async delete(id: string, _last: unknown, call: Call<ArmClient>): Promise<void> {
    await call.client.delete(this.#address(id), call.signal);
  }

  async #put(address: ArmAddress, inputs: Properties, call: Call<ArmClient>): Promise<ArmResource> {
    const outside = new Set(this.#parameters);
    const given = Object.entries(inputs).filter(([name]) => !outside.has(name) && !name.startsWith("__"));
    const body = toArmBody(
      Object.fromEntries(given),
      this.#shape.inputs,
      azureNativeTypes.types,
      this.#row.inProperties,
    );
    try {
      const resource = await call.client.put(address, body, call.signal);
      return this.#row.readQuery === undefined
        ? resource
        : await call.client.get(address, call.signal, this.#row.readQuery);
    } catch (error) {
      if (!(error instanceof OperationFailed)) {
        throw error;
      }
      const state = await call.client.get(address, call.signal).catch(() => ({}));
      throw new InitializationError(error.message, address.id, this.#state(state, inputs), { cause: error });
    }
  }

  #state(resource: ArmResource, inputs: Properties): Properties {
    // The ID is the resource's own, never a value that a program gives or reads as a property.
    const body = Object.entries(resource as Properties).filter(([name]) => name !== "id");
    const flat = fromArmBody(Object.fromEntries(body), this.#shape.outputs.includes("properties"));
    const parameters = Object.fromEntries(this.#parameters.map((name) => [name, inputs[name] ?? null]));
    return { ...parameters, ...flat, azureApiVersion: this.#apiVersion };
  }

  #address(id: string): ArmAddress {
    return { id, apiVersion: this.#apiVersion };
  }
}

/** "West Europe" and "westeurope" are the same region. */
function sameLocation(a: unknown, b: unknown): boolean {
  const normal = (value: unknown): unknown =>
    typeof value === "string" ? value.replaceAll(" ", "").toLowerCase() : value;
  return normal(a) === normal(b);
}

async function groupLocation(
  { resourceGroupName }: Properties,
  call: Call<ArmClient>,
): Promise<string | undefined> {
  if (typeof resourceGroupName !== "string") {
    return undefined;
  }
  if (isUnknown(resourceGroupName)) {
    return resourceGroupName;
  }
  return call.client.groupLocation(resourceGroupName, call.signal);
}
