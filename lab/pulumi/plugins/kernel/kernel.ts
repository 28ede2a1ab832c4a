/** The life of a resource, the same for every provider: check, diff, preview, create, read, update, delete. */
import { coded, withCode } from "../../../../messages";
import { CHOSEN_INPUTS, nameOrigin } from "./auto-name";
import { type CheckedInputs, checkInputs, type NamingSource } from "./check-inputs";
import { InitializationError, isNotFound, VanishedError } from "./cloud-error";
import { declaredMembers } from "./declared-members";
import { diffInputs, type Equality, type PropertyChange } from "./diff";
import { driftedInputs, type KnownResource } from "./drift";
import type { Plugin } from "./plugin";
import { previewCreate, previewUpdate } from "./preview";
import { pick, type Properties, sameSet, withoutEmpty, withoutNulls } from "./property-value";
import { proposedOutputs } from "./proposed-outputs";
import { recordedInputs } from "./recorded-inputs";
import { mustDeleteFirst } from "./replacement-order";
import type { Call, CheckFailure, ResourceType } from "./resource-type";
import { findRow, type Row } from "./row";

/** What the engine asks about one resource. */
export interface ResourceRequest {
  readonly urn: string;
  /** Seconds that the program allows; 0 means no limit. */
  readonly timeout?: number;
  /** Names of inputs whose changes the program ignores. Default is none. */
  readonly ignoreChanges?: readonly string[];
}

/** What a comparison of inputs means for the resource. */
export interface DiffOutcome {
  readonly changes: readonly PropertyChange[];
  readonly deleteBeforeReplace: boolean;
}

/** Serves one {@link Plugin}. Knows nothing of gRPC. */
export class Kernel<Client> {
  readonly plugin: Plugin<Client>;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #cancelled = new AbortController();
  #client: Client | undefined;

  constructor(plugin: Plugin<Client>, environment: NodeJS.ProcessEnv = process.env) {
    this.plugin = plugin;
    this.#environment = environment;
  }

  /** Takes the provider's configuration. */
  configure(config: Properties): void {
    this.#client = this.plugin.connect(config, this.#environment);
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

  /** Compares what was deployed with the inputs of the next deployment. */
  diff(request: ResourceRequest, known: KnownResource, news: Properties): DiffOutcome {
    const row = this.#row(request.urn);
    const olds = this.#olds(row, request, known, news);
    const changes = this.#changes(row, olds, news);
    const isReplaced = changes.some(({ replaces }) => replaces);
    return { changes, deleteBeforeReplace: isReplaced && mustDeleteFirst(row, olds, news) };
  }

  /** Outputs of a resource to be made. */
  previewCreate(request: ResourceRequest, inputs: Properties): Properties {
    return previewCreate(inputs, this.#row(request.urn).shape, this.plugin.types.responses);
  }

  /** Outputs of a resource to be changed. */
  previewUpdate(request: ResourceRequest, known: KnownResource, news: Properties): Properties {
    const row = this.#row(request.urn);
    const changes = this.#changes(row, this.#olds(row, request, known, news), news);
    return previewUpdate(known.state, news, changes, row.shape.outputs, row.type.recomputed ?? {});
  }

  /** @throws InitializationError when the resource exists, but its creation failed. */
  async create(request: ResourceRequest, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const { type, shape } = this.#row(request.urn);
    let existing: string | undefined;
    const setId = (id: string): void => {
      existing = id;
    };
    try {
      const { id, state } = await type.create(inputs, { ...this.#call(request), setId });
      return {
        id,
        outputs: pick({ ...inputs, ...state, ...this.#sets(type, inputs, state) }, shape.outputs),
      };
    } catch (error) {
      // Source (source code): pkg/tfbridge/provider.go of the bridge, `Create`.
      if (error instanceof VanishedError) {
        throw new VanishedError(`expected non-nil error with nil state during Create of ${request.urn}`, {
          cause: error,
        });
      }
      if (existing === undefined || error instanceof InitializationError) {
        throw error;
      }
      const outputs = proposedOutputs({}, {}, inputs, shape.outputs);
      throw new InitializationError(messageOf(error), existing, outputs, { cause: error });
    }
  }

  /** The resource as the cloud has it; undefined when it is gone. `known` is undefined for an import. */
  async read(
    request: ResourceRequest,
    id: string,
    known: KnownResource | undefined,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined> {
    const { type, shape } = this.#row(request.urn);
    const live = await type.read(id, this.#call(request), known?.state).catch((error: unknown) => {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    });
    if (live === undefined) {
      return undefined;
    }
    const inputNames = Object.keys(shape.inputs);
    const comparable = inputNames.filter((name) => shape.outputs.includes(name));
    const rules = { comparable, equality: equalityOf(type), shared: type.shared ?? [] };
    const asInputs = (state: Properties): Properties =>
      declaredMembers(type.asInputs?.(state) ?? state, shape.inputs, this.plugin.types.types);
    // What others write as well is theirs, as far as an import can know.
    const own = inputNames.filter((name) => !rules.shared.includes(name));
    const inputs =
      known === undefined
        ? this.#imported(type, withoutEmpty(pick(asInputs(live), own)))
        : driftedInputs({ inputs: known.inputs, state: asInputs(known.state) }, asInputs(live), rules);
    return { inputs, outputs: pick({ ...inputs, ...live }, shape.outputs) };
  }

  /** @throws InitializationError of a bridged provider: it records what the update was to reach. */
  async update(
    request: ResourceRequest,
    id: string,
    known: KnownResource,
    news: Properties,
  ): Promise<Properties> {
    const row = this.#row(request.urn);
    const { type, shape } = row;
    if (type.update === undefined) {
      throw new Error(`${type.token} cannot change in place`);
    }
    const olds = this.#olds(row, request, known, news);
    try {
      const state = await type.update(id, { olds, news, state: known.state }, this.#call(request));
      return pick({ ...news, ...state, ...this.#sets(type, news, state) }, shape.outputs);
    } catch (error) {
      if (this.plugin.isBridged !== true) {
        throw error;
      }
      // Source (source code): pkg/tfbridge/provider.go of the bridge, `Update`.
      if (error instanceof VanishedError) {
        throw new VanishedError(
          `Resource provider reported that the resource did not exist while updating ${request.urn}.\n\n` +
            "This is usually a result of the resource having been deleted outside of Pulumi, and can often be " +
            "fixed by running `pulumi refresh` before updating.",
          { cause: error },
        );
      }
      const outputs = proposedOutputs(known.state, olds, news, shape.outputs);
      throw new InitializationError(messageOf(error), id, outputs, { cause: error });
    }
  }

  /** Removes the resource. A missing one is not an error, unless a bridged provider's resource type says so. */
  async delete(request: ResourceRequest, id: string, known: KnownResource): Promise<void> {
    const { type } = this.#row(request.urn);
    await type.delete(id, known, this.#call(request)).catch((error: unknown) => {
      if (this.plugin.isBridged === true || !isNotFound(error)) {
        throw error;
      }
    });
  }

  /** @throws Error that lists the supported functions, if the token is none of them */
  async invoke(token: string, args: Properties): Promise<Properties> {
    const { functions, name } = this.plugin;
    const served = functions[token];
    if (served === undefined) {
      const known = Object.keys(functions).join(", ");
      throw new Error(
        withCode(
          coded(
            "lab-function-unsupported",
            `unrecognized data function (Invoke): ${token}. Expected a function that the lab's ${name} plugin supports: ${known}`,
          ),
        ),
      );
    }
    return served(withoutNulls(args), this.#call({ urn: "" }));
  }

  /** Ends all running operations. */
  cancel(): void {
    this.#cancelled.abort(new Error("operation canceled"));
  }

  /**
   * The inputs of an import. A bridged provider chose none of them.
   *
   * Source (source code): pulumi/pulumi-terraform-bridge v3.137.0, `pkg/tfbridge/schema.go`, `extractSchemaInputsObject`.
   * Commit `b830e040` of pulumi/pulumi-azuread has this bridge, and was measured.
   */
  #imported(type: ResourceType<Client>, inputs: Properties): Properties {
    const origin =
      this.plugin.isBridged === true ? { [CHOSEN_INPUTS]: [] } : nameOrigin(type.autoName, false);
    return { ...(type.imported?.(inputs) ?? inputs), ...origin };
  }

  /** What the next inputs are compared with. */
  #olds(
    { type, shape }: Row<Client>,
    { ignoreChanges = [] }: ResourceRequest,
    { inputs, state }: KnownResource,
    news: Properties,
  ): Properties {
    if (this.plugin.isBridged !== true) {
      return inputs;
    }
    const asInputs = declaredMembers(type.asInputs?.(state) ?? state, shape.inputs, this.plugin.types.types);
    const rules = {
      comparable: Object.keys(shape.inputs).filter((name) => shape.outputs.includes(name)),
      equality: equalityOf(type),
      cleared: type.cleared ?? [],
      ignored: ignoreChanges,
    };
    return recordedInputs({ inputs: withoutNulls(inputs), state: asInputs }, withoutNulls(news), rules);
  }

  /**
   * The sets of a bridged resource after it was created or changed: those that the program gives are recorded as given.
   *
   * Source (source code): hashicorp/terraform-plugin-sdk at 00804787, `helper/schema/grpc_provider.go`, `normalizeNullValues`,
   * for sets: "If the original was wholly known, then we expect that is what the provider applied. The apply process loses
   * too much information to reliably re-create the set." Measured with pulumi-azuread 6.9.1: an identifier
   * URI that was refused is still in the state after the next update has succeeded without it.
   */
  #sets({ sets = [] }: ResourceType<Client>, inputs: Properties, state: Properties): Properties {
    if (this.plugin.isBridged !== true) {
      return {};
    }
    return pick(
      inputs,
      sets.filter((name) => !sameSet(inputs[name], state[name])),
    );
  }

  #changes(row: Row<Client>, olds: Properties, news: Properties): PropertyChange[] {
    const rules = { replaceOnChanges: row.replaceOnChanges, equality: equalityOf(row.type) };
    return diffInputs(withoutNulls(olds), withoutNulls(news), rules);
  }

  #row(urn: string): Row<Client> {
    return findRow(this.plugin, urn);
  }

  #connected(): Client {
    this.#client ??= this.plugin.connect({}, this.#environment);
    return this.#client;
  }

  #call({ timeout = 0 }: ResourceRequest): Call<Client> {
    const limits = timeout > 0 ? [AbortSignal.timeout(timeout * 1000)] : [];
    return { client: this.#connected(), signal: AbortSignal.any([this.#cancelled.signal, ...limits]) };
  }
}

function equalityOf<Client>({
  sets = [],
  equality,
}: ResourceType<Client>): Readonly<Record<string, Equality>> {
  return { ...Object.fromEntries(sets.map((name) => [name, sameSet])), ...equality };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
