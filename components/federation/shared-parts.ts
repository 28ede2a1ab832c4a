import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { Tags } from "../arguments/inputs";
import type { EntraAudience } from "../entra-audience/entra-audience";
import type { ChildOptions } from "../pulumi/component";
import type { AzurePlace } from "./azure-place";
import type { ContractTerms } from "./federation-contract";
import type { SharedAddresses } from "./shared-address";
import type { SharedNetwork } from "./shared-network";

/** The parts that all workloads of a federation share. */
export interface SharedParts {
  /** Where problems of the federation are reported. */
  readonly paths: ArgumentPaths;
  readonly audience: EntraAudience;
  /** The terms that the contracts of all workloads share. */
  readonly terms: pulumi.Output<ContractTerms>;
  readonly place: AzurePlace | undefined;
  /** The network that VMs share, if there is one. */
  readonly network: SharedNetwork | undefined;
  /** Collects how each VM reaches the internet. */
  readonly addresses: SharedAddresses;
  readonly azureTags: Tags;
  readonly awsTags: Tags;
  readonly region: pulumi.Input<string>;
  /** The AWS partition of the region. */
  readonly partition: pulumi.Input<string>;
  readonly additionalAudiences: pulumi.Input<pulumi.Input<string>[] | undefined>;
  readonly options: ChildOptions;
}
