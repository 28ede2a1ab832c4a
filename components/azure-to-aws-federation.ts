import { getRegionOutput } from "@pulumi/aws/getRegion";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "./arguments/argument-checks";
import { failLate } from "./arguments/argument-error";
import { AwsOidcProvider } from "./aws-oidc-provider";
import { type AzureToAwsFederationArgs, checkFederationArgs } from "./azure-to-aws-federation-args";
import { withDefault } from "./default-value";
import { EntraAudience } from "./entra-audience";
import { createWorkload, type FederatedWorkload } from "./federated-workload";

/**
 * Gives Azure workloads access to AWS without any stored key: each gets a managed identity and an IAM role that trusts
 * exactly this identity and exactly this federation's audience.
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
export class AzureToAwsFederation extends pulumi.ComponentResource {
  /** The `iss` claim of the tokens, with the slash at its end: the URL of the IAM OpenID Connect provider. */
  public readonly issuer: pulumi.Output<string>;
  /** The `aud` claim of the tokens: the application ID URI. */
  public readonly audience: pulumi.Output<string>;
  /** The ARN of the IAM OpenID Connect provider. */
  public readonly oidcProviderArn: pulumi.Output<string>;
  /** The application (client) ID of the Entra application. */
  public readonly applicationClientId: pulumi.Output<string>;
  /** The resource group that holds everything in Azure. */
  public readonly resourceGroupName: pulumi.Output<string>;
  /** What became of each workload, by its name. */
  public readonly workloads: pulumi.Output<Record<string, FederatedWorkload>>;

  constructor(name: string, args: AzureToAwsFederationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureToAwsFederation", name, {}, opts);
    const checks = new ArgumentChecks(`AzureToAwsFederation "${name}"`, this);
    const checked = checkFederationArgs(checks, name, args);
    checks.finish();

    const region = withDefault(checked.region, () => getRegionOutput({}, { parent: this }).region);
    const group = new ResourceGroup(`${name}-group`, { location: checked.location }, { parent: this });
    const audience = new EntraAudience(name, checked.application, { parent: this });
    const provider = new AwsOidcProvider(
      name,
      { issuer: audience.issuer, audiences: [audience.audience] },
      { parent: this },
    );

    this.issuer = audience.issuer;
    this.audience = audience.audience;
    this.oidcProviderArn = provider.oidcProviderArn;
    this.applicationClientId = audience.applicationClientId;
    this.resourceGroupName = group.name;
    const shared = {
      audience,
      oidcProviderArn: provider.oidcProviderArn,
      resourceGroupName: group.name,
      location: group.location,
      region,
      trustPolicyQuota: checked.trustPolicyQuota,
    };
    this.workloads = pulumi.output(
      Object.fromEntries(
        checked.workloads.map(([key, workload]) => [
          key,
          createWorkload(
            this,
            `${name}-${key}`,
            workload,
            withDefault(workload.profileName, () => key),
            shared,
          ),
        ]),
      ),
    );
    this.registerOutputs({
      issuer: this.issuer,
      audience: this.audience,
      oidcProviderArn: this.oidcProviderArn,
      applicationClientId: this.applicationClientId,
      resourceGroupName: this.resourceGroupName,
      workloads: this.workloads,
    });
  }

  /**
   * What became of one workload, so that its fields can be taken as outputs: `federation.workload("app").roleArn`.
   *
   * @param name - A name among the `workloads` of the arguments. Any other fails the program.
   */
  public workload(name: string): pulumi.Output<FederatedWorkload> {
    return this.workloads.apply<FederatedWorkload>(async (workloads) => {
      const workload = workloads[name];
      if (workload !== undefined) return workload;
      return failLate("AzureToAwsFederation", [
        {
          path: `workload(${JSON.stringify(name)})`,
          reason: `is none of the workloads; there are: ${Object.keys(workloads).join(", ")}`,
        },
      ]);
    });
  }
}
