/** What readers find out and checks look at. */
import type { AzureIdentity } from "../clouds/microsoft/identity-claims";
import type { Reading } from "../clouds/reading";
import type { Parameters } from "./azure-policy/policy-values";

/** A subscription as Azure Resource Manager shows it. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  /** Such as `Enabled`. Source: Azure Resource Manager, "Subscriptions - Get" (`SubscriptionState`). */
  readonly state: string;
}

/** A VM size in a region, as the resource SKUs of the Compute provider show it. */
export interface VmSize {
  readonly name: string;
  readonly family: string;
  readonly vCpus: number;
  /** Of its processors: `x64` or `Arm64`; `undefined` if Azure does not say. */
  readonly architecture: string | undefined;
  /** Why the subscription may not use it in the region; `undefined` if it may. */
  readonly restriction: string | undefined;
  /** The zones of the region in which the subscription may use it, sorted. */
  readonly zones: readonly string[];
}

/** An image of the marketplace in a region. */
export interface MarketplaceImage {
  /** Its builds, oldest first. */
  readonly builds: readonly string[];
  /** Of the wanted build: `x64` or `Arm64`; `undefined` if there is no such build, or if Azure does not say. */
  readonly architecture: string | undefined;
}

/** What is known of a login's rights in Entra. */
export interface GraphRights {
  readonly identity: AzureIdentity;
  /** Template IDs of a person's directory roles. */
  readonly directoryRoles: Reading<readonly string[]>;
  /** Whether any member of the tenant may register applications. */
  readonly membersMayRegister: Reading<boolean>;
}

/** A restriction of the tenant's policy on new application ID URIs. */
export interface UriRestriction {
  readonly isEnabled: boolean;
  readonly excludesV2Tokens: boolean;
}

/** The default app management policy, as far as it is about application ID URIs. */
export interface AppManagementPolicy {
  /** `uriAdditionWithoutUniqueTenantIdentifier`. */
  readonly tenantIdentifier: UriRestriction;
  /** `nonDefaultUriAddition`. */
  readonly nonDefault: UriRestriction;
}

/** The existing application that names the audience. */
export interface AdoptedApplication {
  readonly identifierUris: readonly string[];
  readonly tokenVersion: number;
  /** Whether it is for its own tenant only. */
  readonly isSingleTenant: boolean;
  /** Its service principal in the tenant, if there is one. */
  readonly servicePrincipal:
    { readonly isEnabled: boolean; readonly requiresAssignment: boolean } | undefined;
}

/** A policy that is assigned to the subscription, by itself or in an initiative. */
export interface AssignedPolicy {
  /** The name of the assignment. */
  readonly assignment: string;
  readonly assignmentId: string;
  /** What the definition is called. */
  readonly policy: string;
  /** The mode of the definition, such as `All` or `Indexed`. */
  readonly mode: string;
  /** The condition of its rule. */
  readonly condition: unknown;
  /** The effect of its rule, maybe an expression. */
  readonly effect: unknown;
  /** What its effect needs, such as the operations of `modify`. */
  readonly details: unknown;
  readonly parameters: Parameters;
  /** Why it may not be about what is created: an exemption or resource selectors, which are not looked into. */
  readonly reservation: string | undefined;
  /** Whether its assignment can give it another effect than its rule and its parameters say. */
  readonly isOverridden: boolean;
}

/** What is assigned, and what of it could not be read. */
export interface AssignedPolicies {
  readonly policies: readonly AssignedPolicy[];
  /** Assignments or definitions with the reason why they could not be read. */
  readonly unread: readonly string[];
}
