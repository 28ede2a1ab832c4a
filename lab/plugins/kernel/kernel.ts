/** The life of a resource, the same for every provider: check, diff, preview, create, read, update, delete. */
import { nameOrigin } from "./auto-name";
import { checkInputs, type CheckedInputs, type NamingSource } from "./check-inputs";
import { isNotFound } from "./cloud-error";
import { diffInputs, type PropertyChange } from "./diff";
import { declaredMembers } from "./declared-members";
import { driftedInputs, type KnownResource } from "./drift";
import type { Plugin } from "./plugin";
import { mustDeleteFirst } from "./replacement-order";
import { previewCreate, previewUpdate } from "./preview";
import { pick, withoutEmpty, withoutNulls, type Properties } from "./property-value";
import type { Call, CheckFailure } from "./resource-type";
import { findRow, type Row } from "./row";

/** What the engine asks about one resource. */
export interface ResourceRequest {
  readonly urn: string;
  /** Seconds that the program allows; 0 is no limit. */
  readonly timeout?: number;
}

/** What a comparison of inputs means for the resource. */
export interface DiffOutcome {
  readonly changes: readonly PropertyChange[];
  readonly deleteBeforeReplace: boolean;
}

/** Serves one {@link Plugin}. Knows nothing of gRPC. */
export class Kernel<Client> {
  readonly plugin: Plugin<Client>;
  readonly #cancelled = new AbortController();
  #client: Client | undefined;

  constructor(plugin: Plugin<Client>) {
    this.plugin = plugin;
  }

  /** Takes the provider's configuration. */
  configure(config: Properties): void {
    this.#client = this.plugin.connect(config);
  }

  /** Names in a provider's configuration that the real provider does not know. */
  checkConfig(config: Properties): CheckFailure[] {
    const allowed = new Set([...this.plugin.types.config, "version", "pluginDownloadURL"]);
    const unknown = Object.keys(config).filter((name) => !allowed.has(name) && !name.startsWith("__"));
    return unknown.map((name) => ({
      property: "",
      reason: `could not validate provider configuration: Invalid or unknown key. Check \`pulumi config get ${this.plugin.name}:${name}\`.`,
    }));
  }

  /** Completes the inputs and says what is wrong with them. */
  async check(
    request: ResourceRequest & NamingSource,
    olds: Properties | undefined,
    news: Properties,
  ): Promise<CheckedInputs> {
    const row = this.#row(request.urn);
    return checkInputs(this.plugin, row, { ...request, olds, call: this.#call(request) }, news);
  }

  /** Compares the inputs of the last deployment with those of the next. */
  diff(request: ResourceRequest, olds: Properties, news: Properties): DiffOutcome {
    const row = this.#row(request.urn);
    const changes = this.#changes(row, olds, news);
    const isReplaced = changes.some(({ replaces }) => replaces);
    return { changes, deleteBeforeReplace: isReplaced && mustDeleteFirst(row, olds, news) };
  }

  /** Outputs of a resource to be made. */
  previewCreate(request: ResourceRequest, inputs: Properties): Properties {
    return previewCreate(inputs, this.#row(request.urn).shape.outputs);
  }

  /** Outputs of a resource to be changed. */
  previewUpdate(request: ResourceRequest, known: KnownResource, news: Properties): Properties {
    const row = this.#row(request.urn);
    const changes = this.#changes(row, known.inputs, news);
    return previewUpdate(known.state, news, changes, row.shape.outputs, row.type.recomputed ?? {});
  }

  async create(request: ResourceRequest, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const { type, shape } = this.#row(request.urn);
    const { id, state } = await type.create(inputs, this.#call(request));
    return { id, outputs: pick({ ...inputs, ...state }, shape.outputs) };
  }

  /** The resource as the cloud has it; undefined when it is gone. `known` is undefined for an import. */
  async read(
    request: ResourceRequest,
    id: string,
    known: KnownResource | undefined,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined> {
    const { type, shape } = this.#row(request.urn);
    const live = await type.read(id, this.#call(request), known?.state).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    if (live === undefined) return undefined;
    const inputNames = Object.keys(shape.inputs);
    const comparable = inputNames.filter((name) => shape.outputs.includes(name));
    const rules = { comparable, equality: type.equality ?? {}, shared: type.shared ?? [] };
    const asInputs = (state: Properties): Properties =>
      declaredMembers(type.asInputs?.(state) ?? state, shape.inputs, this.plugin.types.types);
    // What others write as well is theirs, as far as an import can know.
    const own = inputNames.filter((name) => !rules.shared.includes(name));
    const inputs =
      known === undefined
        ? { ...withoutEmpty(pick(asInputs(live), own)), ...nameOrigin(type.autoName, false) }
        : driftedInputs({ inputs: known.inputs, state: asInputs(known.state) }, asInputs(live), rules);
    return { inputs, outputs: pick({ ...inputs, ...live }, shape.outputs) };
  }

  async update(
    request: ResourceRequest,
    id: string,
    known: KnownResource,
    news: Properties,
  ): Promise<Properties> {
    const { type, shape } = this.#row(request.urn);
    if (type.update === undefined) throw new Error(`${type.token} cannot change in place`);
    const change = { olds: known.inputs, news, state: known.state };
    const state = await type.update(id, change, this.#call(request));
    return pick({ ...news, ...state }, shape.outputs);
  }

  /** Removes the resource; one that is already gone is no error. */
  async delete(request: ResourceRequest, id: string, known: KnownResource): Promise<void> {
    const { type } = this.#row(request.urn);
    await type.delete(id, known, this.#call(request)).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }

  /** @throws Error naming the functions there are, when the token is none of them. */
  async invoke(token: string, args: Properties): Promise<Properties> {
    const { functions, name } = this.plugin;
    const served = functions[token];
    if (served === undefined) {
      throw new Error(
        `unrecognized data function (Invoke): ${token}; the lab's ${name} has ${Object.keys(functions).join(", ")}`,
      );
    }
    return served(withoutNulls(args), this.#call({ urn: "" }));
  }

  /** Ends whatever is under way. */
  cancel(): void {
    this.#cancelled.abort(new Error("operation canceled"));
  }

  #changes(row: Row<Client>, olds: Properties, news: Properties): PropertyChange[] {
    const { equality } = row.type;
    const rules = { replaceOnChanges: row.replaceOnChanges, ...(equality === undefined ? {} : { equality }) };
    return diffInputs(withoutNulls(olds), withoutNulls(news), rules);
  }

  #row(urn: string): Row<Client> {
    return findRow(this.plugin, urn);
  }

  #connected(): Client {
    this.#client ??= this.plugin.connect({});
    return this.#client;
  }

  #call({ timeout = 0 }: ResourceRequest): Call<Client> {
    const limits = timeout > 0 ? [AbortSignal.timeout(timeout * 1000)] : [];
    return { client: this.#connected(), signal: AbortSignal.any([this.#cancelled.signal, ...limits]) };
  }
}
