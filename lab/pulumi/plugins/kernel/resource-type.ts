/** One row of a plugin's table: everything that the kernel does not know about a resource type. */
import type { AutoName } from "./auto-name";
import type { Equality } from "./diff";
import type { Properties } from "./property-value";

/** Circumstances of one call to a cloud. */
export interface Call<Client> {
  readonly client: Client;
  /** Fires when the engine cancels or the time that the program allows is over. */
  readonly signal: AbortSignal;
}

/** Circumstances of a creation. */
export interface Creation<Client> extends Call<Client> {
  /**
   * Says that the resource exists from now on: a failure after this leaves it in the state, to be updated next time. A
   * provider's `d.SetId`. Bridged providers only.
   */
  readonly setId: (id: string) => void;
}

/** A check that failed, in the provider's own words. */
export interface CheckFailure {
  /** Top-level property for which the engine also shows the value, or `""` when the reason says all. */
  readonly property: string;
  readonly reason: string;
}

/** A value that the service would refuse. */
export interface InvalidValue {
  readonly path: string;
  /** What is wrong and what is allowed, in the real provider's words where they are known. */
  readonly reason: string;
}

/** What a resource type does in its cloud. Inputs are checked and hold no unknowns. */
export interface ResourceType<Client> {
  /** Type token, for example `aws:iam/role:Role`. */
  readonly token: string;
  readonly autoName?: AutoName;
  /** Inputs that cannot change in place; `"*"` for all. See {@link DiffRules.replaceOnChanges}. */
  readonly replaceOnChanges: readonly string[] | "*";
  /**
   * When a replaced resource must go before the new one comes. Default is "same-name": when the program gave it a name
   * that stays. "unless-auto-named" is azure-native's rule.
   */
  readonly deleteBeforeReplace?: "same-name" | "unless-auto-named";
  /** By property: equality other than "the same text", for lists without order and for policy documents. */
  readonly equality?: Readonly<Record<string, Equality>>;
  /**
   * Inputs that are sets in a bridged provider's schema: their order means nothing, and the state has of them what was to be
   * reached, whatever the cloud answered. See {@link Kernel}.
   */
  readonly sets?: readonly string[];
  /** Inputs that other resources or the service itself write as well. See {@link DriftRules.shared}. */
  readonly shared?: readonly string[];
  /** Inputs that a bridged provider empties if the program does not set them, whatever wrote them. */
  readonly cleared?: readonly string[];
  /** By output: the inputs whose change makes it unknown in a preview. */
  readonly recomputed?: Readonly<Record<string, readonly string[]>>;
  /** The inputs with defaults filled in and spellings made uniform. May see unknowns. */
  complete?(inputs: Properties, context: Completion<Client>): Properties | Promise<Properties>;
  /** Limits of the service. May see unknowns. */
  validate?(inputs: Properties): InvalidValue[];
  /** Brings what the cloud said into the shape of inputs, where the two differ. Default leaves it. */
  asInputs?(state: Properties): Properties;
  /** The inputs of an import, where they are not simply what the cloud has. */
  imported?(inputs: Properties): Properties;
  /**
   * Makes the resource. Returns its ID and what the cloud says about it, inputs included.
   *
   * @throws VanishedError when the resource, just made, cannot be found.
   */
  create(inputs: Properties, call: Creation<Client>): Promise<{ id: string; state: Properties }>;
  /**
   * What the cloud has, under the names of inputs and outputs.
   *
   * @param state what the cloud said last time; undefined for an import
   * @throws CloudError with `notFound` when it is gone.
   */
  read(id: string, call: Call<Client>, state: Properties | undefined): Promise<Properties>;
  /** Changes the resource in place. Absent where every change replaces. */
  update?(id: string, change: Change, call: Call<Client>): Promise<Properties>;
  /** Removes the resource. `CloudError` with `notFound` counts as done, but for bridged providers. */
  delete(id: string, last: { inputs: Properties; state: Properties }, call: Call<Client>): Promise<void>;
}

/** What defaults may depend on. */
export interface Completion<Client> {
  readonly call: Call<Client>;
  /** Inputs of the last deployment, if there was one. */
  readonly olds: Properties | undefined;
}

/** What an update starts from and leads to. */
export interface Change {
  /** Inputs of the last deployment; for bridged providers what the state says of them. */
  readonly olds: Properties;
  readonly news: Properties;
  readonly state: Properties;
}
