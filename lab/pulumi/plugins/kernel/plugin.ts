/** What makes one provider plugin: its table of resource types, its functions, its words. */
import type { TypeTable } from "../schema/type-table";
import type { TypeProblem } from "./check-types";
import type { Properties } from "./property-value";
import type { Call, InvalidValue, ResourceType } from "./resource-type";

/** A function that programs call, such as `aws:index/getCallerIdentity:getCallerIdentity`. */
export type PluginFunction<Client> = (
  args: Properties,
  call: Call<Client>,
) => Promise<Properties> | Properties;

/** What a provider was doing to a resource. */
export type Deed = "creating" | "updating" | "deleting";

/** How a provider words what is wrong with a resource's inputs. */
export interface Wording {
  typeProblem(problem: TypeProblem, resourceName: string, token: string): string;
  invalidValue(value: InvalidValue, resourceName: string): string;
  /** A failed call, as the provider reports it to the engine. */
  failure(message: string): string;
  /** A failed change that leaves the resource in the state. Default is {@link failure}. */
  changeFailure?(message: string, deed: Deed, urn: string): string;
  /** A function that failed. Default is {@link failure}. */
  functionFailure?(message: string, token: string): string;
}

/** One provider plugin. `Client` is its connection to the cloud. */
export interface Plugin<Client> {
  /** Name of the package: `aws`, `azuread`, `azure-native`. */
  readonly name: string;
  readonly types: TypeTable;
  readonly resources: readonly ResourceType<Client>[];
  /** By token. */
  readonly functions: Readonly<Record<string, PluginFunction<Client>>>;
  readonly wording: Wording;
  /**
   * True for a provider that bridges a Terraform provider: it compares with the state, records what a failed update was
   * to reach, and leaves it to each resource type whether something missing may be deleted. Default is false.
   */
  readonly isBridged?: boolean;
  /**
   * Whether the plugin needs a process with this environment, because it reads more of it than {@link connect} is given.
   * Default is never.
   *
   * @param own environment of the process in which it would run otherwise
   */
  needsOwnProcess?(environment: NodeJS.ProcessEnv, own: NodeJS.ProcessEnv): boolean;
  /**
   * Connects to the cloud. Must not talk to it yet: it is called in every preview.
   *
   * @param environment addresses and credentials; the provider's configuration wins over it
   */
  connect(config: Properties, environment: NodeJS.ProcessEnv): Client;
}
