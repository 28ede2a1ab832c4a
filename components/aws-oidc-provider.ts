import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "./arguments/argument-checks";
import { type AwsOidcProviderArgs, checkAwsOidcProviderArgs } from "./aws-oidc-provider-args";

/**
 * The IAM OpenID Connect provider of an issuer. An account holds one for each issuer URL.
 *
 * There are no thumbprints: AWS checks the issuer's certificate against its own certificate authorities.
 */
export class AwsOidcProvider extends pulumi.ComponentResource {
  /** The ARN of the provider, which trust policies name as their principal. */
  public readonly oidcProviderArn: pulumi.Output<string>;
  /** The issuer, as it was given. */
  public readonly issuer: pulumi.Output<string>;

  constructor(name: string, args: AwsOidcProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AwsOidcProvider", name, {}, opts);
    const checks = new ArgumentChecks(`AwsOidcProvider "${name}"`, this);
    const checked = checkAwsOidcProviderArgs(checks, args);
    checks.finish();

    const provider = new OpenIdConnectProvider(
      `${name}-oidc-provider`,
      { url: checked.issuer, clientIdLists: checked.audiences },
      // The URL is unique in an account, so that a successor cannot exist beside its predecessor.
      { parent: this, deleteBeforeReplace: true },
    );

    this.oidcProviderArn = provider.arn;
    this.issuer = pulumi.output(checked.issuer);
    this.registerOutputs({ oidcProviderArn: this.oidcProviderArn, issuer: this.issuer });
  }
}
