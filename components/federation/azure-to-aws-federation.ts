import { getRegion } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { ArgumentChecks } from "../arguments/argument-checks";
import { argumentError } from "../arguments/argument-error";
import { ArgumentPaths } from "../arguments/argument-paths";
import { isGiven, withDefault } from "../arguments/inputs";
import { nameCharacters } from "../arguments/rules/names";
import { EntraAudience } from "../entra-audience/entra-audience";
import { ENTRA_AUDIENCE } from "../entra-audience/entra-audience-args";
import { partitionOfRegion } from "../federated-role/partition";
import { configuredQuota } from "../federated-role/trust-quota-setting";
import { requireLogins } from "../logins/logins";
import { AwsOidcProvider } from "../oidc-provider/aws-oidc-provider";
import { AWS_OIDC_PROVIDER } from "../oidc-provider/aws-oidc-provider-args";
import { type ChildOptions, childOptions } from "../pulumi/component";
import { providerAnswer } from "../pulumi/provider-answers";
import { suspend } from "../pulumi/suspending";
import { azurePlace } from "./azure-place";
import {
  AZURE_TO_AWS_FEDERATION,
  type AzureToAwsFederationArgs,
  type CheckedFederationArgs,
} from "./azure-to-aws-federation-args";
import type { FederatedWorkload } from "./federated-workload";
import { contractOf, contractTerms } from "./federation-contract";
import type { NamedWorkload } from "./named-workload";
import { reportNatGateways } from "./nat-gateway-conflicts";
import { audiencePaths, providerPaths, workloadPaths } from "./part-paths";
import { regionInPartition } from "./region-in-partition";
import { SharedAddresses } from "./shared-address";
import { SharedNetwork } from "./shared-network";
import type { SharedParts } from "./shared-parts";
import { checkTrustSizes } from "./trust-sizes";
import { reportNewClientIds, reportWorkloadConflicts } from "./workload-conflicts";
import { createIdentity, createWorkload } from "./workload-parts";

/**
 * Gives Azure workloads access to AWS without a stored key. Each workload gets a managed identity and an IAM role. The role
 * trusts exactly this identity and exactly this federation's audience.
 *
 * @example Let a VM read two buckets
 *
 * ```ts
 * const federation = new AzureToAwsFederation("orders", {
 *   workloads: {
 *     importer: {
 *       permissions: { readBuckets: ["orders-incoming", "orders-archive"] },
 *       virtualMachine: { sshPublicKey },
 *     },
 *   },
 * });
 * export const roleArn = federation.workload("importer").roleArn;
 * ```
 */
export class AzureToAwsFederation<Key extends string = string> extends pulumi.ComponentResource {
  /** The `iss` claim of the tokens, character by character: the URL of the IAM OpenID Connect provider. */
  readonly issuer: pulumi.Output<string>;
  /** The application ID URI, for which workloads request tokens: the `aud` claim of v1 tokens. */
  readonly audience: pulumi.Output<string>;
  /** The ARN of the IAM OpenID Connect provider. */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** The application (client) ID of the Entra application. */
  readonly applicationClientId: pulumi.Output<string>;
  /** The ID of the tenant, a GUID. */
  readonly tenantId: pulumi.Output<string>;
  /** The object ID of the application's service principal, to which identities are assigned. */
  readonly servicePrincipalObjectId: pulumi.Output<string>;
  /** The federation contract with all workloads as JSON text, for roles in further accounts. It contains no secret. */
  readonly contract: pulumi.Output<string>;
  /**
   * The name of the resource group for everything in Azure. Empty if nothing is created in one and no `resourceGroupName`
   * is given.
   */
  readonly resourceGroupName: pulumi.Output<string>;
  /** The outputs of each workload, by its name. */
  readonly workloads: pulumi.Output<Record<string, FederatedWorkload>>;

  readonly #paths: ArgumentPaths;
  readonly #workloads: ReadonlyMap<string, pulumi.Output<FederatedWorkload>>;

  constructor(name: string, args: AzureToAwsFederationArgs<Key>, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureToAwsFederation", name, {}, opts);
    const paths = ArgumentPaths.of("AzureToAwsFederation", name);
    const checked = checkArguments(this, paths, args);
    if (checked.workloads.some(([, { suspended }]) => suspended === true)) {
      suspend(this);
    }

    const loggedIn = requireLogins(paths, this, ["entra", "azure", "aws"]);
    const options = childOptions(this, opts);
    const shared = createSharedParts(paths, checked, loggedIn, options);
    const { audience, place } = shared;
    const workloads = namedWorkloads(paths, checked);
    const identities = workloads.map((workload) => ({
      ...workload,
      identity: createIdentity(workload, shared),
    }));
    const clientIds = identities.map(({ identity }) => identity.clientId);
    const provider = createProvider(paths, checked, audience, clientIds, options);

    this.#paths = paths;
    this.issuer = audience.issuer;
    this.audience = audience.audience;
    this.tenantId = pulumi.all([audience.tenantId, loggedIn]).apply(([tenantId]) => tenantId);
    this.oidcProviderArn = provider.oidcProviderArn;
    this.applicationClientId = audience.applicationClientId;
    this.servicePrincipalObjectId = audience.servicePrincipalObjectId;
    this.resourceGroupName = place?.resourceGroupName ?? pulumi.output("");
    this.contract = contractOf(shared.terms, identities);
    this.#workloads = new Map(
      identities.map(({ identity, ...workload }) => [
        workload.key,
        createWorkload(workload, identity, provider, shared),
      ]),
    );
    shared.addresses.warn(this);
    this.workloads = pulumi.output(Object.fromEntries(this.#workloads));
    this.registerOutputs({
      issuer: this.issuer,
      audience: this.audience,
      tenantId: this.tenantId,
      oidcProviderArn: this.oidcProviderArn,
      applicationClientId: this.applicationClientId,
      servicePrincipalObjectId: this.servicePrincipalObjectId,
      resourceGroupName: this.resourceGroupName,
      contract: this.contract,
      workloads: this.workloads,
    });
  }

  /**
   * The outputs of one workload, to read one of them: `federation.workload("app").roleArn`.
   *
   * @param name - A name among the `workloads` of the arguments. TypeScript refuses any other name in a literal.
   * @throws {pulumi.ResourceError} For any other name, also in a preview.
   */
  workload(name: Key): pulumi.Output<FederatedWorkload> {
    const workload = this.#workloads.get(name);
    if (workload === undefined) {
      const path = `workload(${JSON.stringify(name)})`;
      const message = coded(
        "workload-unknown",
        `unknown workload. Expected one of: ${[...this.#workloads.keys()].join(", ")}`,
      );
      throw argumentError(this.#paths, this, [{ path, ...message }]);
    }
    return workload;
  }
}

function checkArguments(
  federation: pulumi.Resource,
  paths: ArgumentPaths,
  args: AzureToAwsFederationArgs,
): CheckedFederationArgs {
  const checks = new ArgumentChecks(paths, federation);
  const checked = AZURE_TO_AWS_FEDERATION.check(checks, args);
  reportNewClientIds(checks, checked);
  reportWorkloadConflicts(checks, checked);
  reportNatGateways(checks, checked);
  checks.checkName(nameCharacters);
  const quota = configuredQuota(checks);
  checks.finish();
  // The length of a trust policy is meaningful only if its values are valid.
  checkTrustSizes(checks, checked, quota);
  checks.finish();
  return checked;
}

function createSharedParts(
  paths: ArgumentPaths,
  checked: CheckedFederationArgs,
  loggedIn: Promise<void>,
  options: ChildOptions,
): SharedParts {
  const region = regionOfProfiles(paths, options.parent, checked.region, loggedIn);
  const place = azurePlace(paths, checked, options);
  const audience = createAudience(paths, checked, options);
  const { additionalAudiences, azureTags, awsTags } = checked;
  const network = SharedNetwork.create(paths, checked, place, options);
  return {
    paths,
    audience,
    terms: contractTerms(audience),
    place,
    network,
    addresses: new SharedAddresses(),
    azureTags,
    awsTags,
    region,
    partition: region.apply(partitionOfRegion),
    additionalAudiences,
    options,
  };
}

/** The AWS region of the profiles: the argument, or the region of the provider. */
function regionOfProfiles(
  paths: ArgumentPaths,
  federation: pulumi.Resource,
  given: pulumi.Input<string | undefined>,
  loggedIn: Promise<void>,
): pulumi.Output<string> {
  const ownRegion = () =>
    providerAnswer(
      paths,
      "region",
      (providerError) =>
        coded(
          "region-missing",
          `required argument is missing, and the aws provider has no region either (provider error: ${providerError})`,
          "Set it here, or run: pulumi config set aws:region eu-west-1",
        ),
      getRegion({}, { parent: federation }).then((found) => found.region),
      loggedIn,
    );
  return isGiven(given) ? regionInPartition(paths, federation, withDefault(given, ownRegion)) : ownRegion();
}

function namedWorkloads(paths: ArgumentPaths, { workloads }: CheckedFederationArgs): NamedWorkload[] {
  return workloads.map(([key, settings]) => {
    const name = `${paths.name}-${key}`;
    return { key, name, paths: workloadPaths(paths, key, name), settings };
  });
}

function createAudience(
  paths: ArgumentPaths,
  checked: CheckedFederationArgs,
  options: ChildOptions,
): EntraAudience {
  const args = ENTRA_AUDIENCE.checked(checked, audiencePaths(paths));
  return new EntraAudience(paths.name, args, options);
}

function createProvider(
  paths: ArgumentPaths,
  { oidcProviderArn, additionalAudiences, awsTags, retainOidcProviderOnDelete }: CheckedFederationArgs,
  audience: EntraAudience,
  clientIds: pulumi.Output<string>[],
  options: ChildOptions,
): AwsOidcProvider {
  const args = {
    issuer: audience.issuer,
    // For v2 tokens, AWS compares the client ID of the identity that requested the token.
    audiences: audience.tokenVersion.apply((version) => (version === 1 ? [audience.audience] : clientIds)),
    additionalAudiences,
    ...(oidcProviderArn === undefined
      ? { tags: awsTags, retainOnDelete: retainOidcProviderOnDelete }
      : { oidcProviderArn }),
  };
  return new AwsOidcProvider(paths.name, AWS_OIDC_PROVIDER.checked(args, providerPaths(paths)), options);
}
