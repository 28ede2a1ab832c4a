import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../arguments/argument-checks";
import { componentLabel } from "../arguments/told-arguments";
import { requireLogins } from "../logins/logins";
import { childOptions } from "../pulumi/component";
import { onceReadBack } from "../pulumi/read-back";
import { isSuspending } from "../pulumi/suspending";
import { adoptOidcProvider } from "./adopted-oidc-provider";
import { type AwsOidcProviderArgs, checkAwsOidcProviderArgs } from "./aws-oidc-provider-args";
import { ClientIdRemovals } from "./client-id-removals";
import { plannedClientIds } from "./client-ids";
import { clientIdsReadBack } from "./client-ids-read-back";
import { findProvider, refuseSecondProvider } from "./second-oidc-provider";

/** What leads to the ARN of each component's provider without waiting for the provider. */
const unconfirmed = new WeakMap<AwsOidcProvider, () => pulumi.Output<string>>();

/**
 * The ARN of the provider without waiting for its update or for what the update depends on: only for what lets nobody in.
 * A provider that does not exist yet is waited for, since a role cannot name it before. Every other use takes the output
 * `oidcProviderArn`.
 */
export function unconfirmedProviderArn(of: AwsOidcProvider): pulumi.Output<string> {
  return unconfirmed.get(of)?.() ?? of.oidcProviderArn;
}

/**
 * The IAM OpenID Connect provider of an issuer, created or adopted. An account holds one for each issuer URL.
 *
 * There are no thumbprints: AWS checks the issuer's certificate against its own certificate authorities.
 *
 * @example The AWS stack takes the contract that the Azure stack exports
 *
 * ```ts
 * const azure = new pulumi.StackReference("acme/orders-azure/prod");
 * const provider = new AwsOidcProvider("orders", { contract: azure.requireOutput("contract") });
 * ```
 */
export class AwsOidcProvider extends pulumi.ComponentResource {
  /**
   * The ARN of the provider, which trust policies name as their principal. In an update it is there once AWS has been
   * seen to list the audiences.
   */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** The issuer, as it was given. */
  readonly issuer: pulumi.Output<string>;

  constructor(name: string, args: AwsOidcProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AwsOidcProvider", name, {}, opts);
    const label = componentLabel("AwsOidcProvider", name, opts);
    const checks = new ArgumentChecks(label, this);
    const checked = checkAwsOidcProviderArgs(checks, args);
    checks.finish();

    const loggedIn = requireLogins(label, this, ["aws"]);
    this.issuer = pulumi.all([checked.issuer, loggedIn]).apply(([issuer]) => issuer);
    if (checked.oidcProviderArn === undefined) {
      const { issuer, audiences, tags, retainOnDelete } = checked;
      const removals = new ClientIdRemovals();
      const provider = new OpenIdConnectProvider(
        `${name}-oidc-provider`,
        { url: issuer, clientIdLists: audiences, ...(tags === undefined ? {} : { tags }) },
        {
          ...childOptions(this, opts),
          // The URL is unique in an account, so that a successor cannot exist beside its predecessor.
          deleteBeforeReplace: true,
          ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
          hooks: { ...refuseSecondProvider(label, this).hooks, ...removals.hooks(label, this).hooks },
        },
      );
      const planned = plannedClientIds.current();
      // Noted on the way to whoever gets the ARN, so that it is there before they ask.
      const noted = provider.arn.apply((arn) => {
        planned.set(arn, provider.clientIdLists);
        return arn;
      });
      this.oidcProviderArn = onceReadBack(pulumi.all([noted, audiences]), ([arn, clientIds]) =>
        clientIdsReadBack(label, this, {
          arn,
          clientIds,
          removed: removals.removed,
          hidden: removals.hidden,
        }),
      ).apply(([arn]) => arn);
      unconfirmed.set(this, () =>
        this.issuer
          .apply((url) => findProvider(url, this))
          .apply((arn) => (arn === undefined ? this.oidcProviderArn : pulumi.output(arn))),
      );
    } else {
      const { oidcProviderArn } = checked;
      unconfirmed.set(this, () => pulumi.output(oidcProviderArn));
      this.oidcProviderArn = adoptOidcProvider(label, this, {
        oidcProviderArn: checked.oidcProviderArn,
        issuer: checked.issuer,
        audiences: checked.audiences,
        suspended: isSuspending(opts),
      });
    }
    this.registerOutputs({ oidcProviderArn: this.oidcProviderArn, issuer: this.issuer });
  }
}
