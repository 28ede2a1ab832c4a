import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../arguments/argument-checks";
import { type ArgumentPaths, argumentPaths } from "../arguments/argument-paths";
import { requireLogins } from "../logins/logins";
import { type ChildOptions, childOptions } from "../pulumi/component";
import { onceReadBack } from "../pulumi/read-back";
import { isSuspending } from "../pulumi/suspending";
import { adoptOidcProvider } from "./adopted-oidc-provider";
import {
  type AcceptedTokens,
  acceptedTokens,
  AWS_OIDC_PROVIDER,
  type AwsOidcProviderArgs,
  type CheckedAwsOidcProviderArgs,
} from "./aws-oidc-provider-args";
import { ClientIdRemovals } from "./client-id-removals";
import { plannedClientIds } from "./client-ids";
import { clientIdsReadBack } from "./client-ids-read-back";
import { findProvider, refuseSecondProvider } from "./second-oidc-provider";

/** Providers of the account, without waiting for the component's own one or for what that depends on. */
export interface UnconfirmedProviders {
  /** The ARN of an issuer's provider that the component may manage; undefined if there is none. */
  readonly find: (issuer: string) => Promise<string | undefined>;
  /** The ARN if there is none. It waits for the component's own provider, because a role cannot name it before it exists. */
  readonly otherwise: pulumi.Output<string>;
}

/** What each component knows of its account. */
const unconfirmed = new WeakMap<AwsOidcProvider, UnconfirmedProviders>();

/**
 * The providers of a component's account as they are now. Use them only where they cannot let anyone in; otherwise use the
 * output `oidcProviderArn`.
 */
export function unconfirmedProviders(of: AwsOidcProvider): UnconfirmedProviders {
  return unconfirmed.get(of) ?? { find: findNone, otherwise: of.oidcProviderArn };
}

async function findNone(): Promise<undefined> {
  return Promise.resolve(undefined);
}

/**
 * The IAM OpenID Connect provider of an issuer, new or adopted. An account can have only one per issuer URL.
 *
 * There are no thumbprints: AWS checks the issuer's certificate against its own certificate authorities.
 *
 * @example The AWS stack uses the contract that the Azure stack exports
 *
 * ```ts
 * const azure = new pulumi.StackReference("acme/orders-azure/prod");
 * const provider = new AwsOidcProvider("orders", { contract: azure.requireOutput("contract") });
 * ```
 */
export class AwsOidcProvider extends pulumi.ComponentResource {
  /**
   * The ARN of the provider, which trust policies name as their principal. In an update, the output resolves once a read
   * from AWS shows the audiences.
   */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** The issuer, as given. */
  readonly issuer: pulumi.Output<string>;

  constructor(name: string, args: AwsOidcProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AwsOidcProvider", name, {}, opts);
    const paths = argumentPaths("AwsOidcProvider", name, args);
    const checks = new ArgumentChecks(paths, this);
    const checked = AWS_OIDC_PROVIDER.check(checks, args);
    const accepted = acceptedTokens(checks, checked);
    checks.finish();

    const loggedIn = requireLogins(paths, this, ["aws"]);
    this.issuer = pulumi.all([accepted.issuer, loggedIn]).apply(([issuer]) => issuer);
    const { oidcProviderArn } = checked;
    if (oidcProviderArn === undefined) {
      this.oidcProviderArn = createProvider(paths, accepted, checked, childOptions(this, opts));
      const find = async (url: string) => loggedIn.then(async () => findProvider(url, this));
      unconfirmed.set(this, { find, otherwise: this.oidcProviderArn });
    } else {
      unconfirmed.set(this, { find: findNone, otherwise: pulumi.output(oidcProviderArn) });
      this.oidcProviderArn = adoptOidcProvider(paths, this, {
        oidcProviderArn,
        ...accepted,
        suspended: isSuspending(opts),
      });
    }
    this.registerOutputs({ oidcProviderArn: this.oidcProviderArn, issuer: this.issuer });
  }
}

/** Creates the provider. @returns Its ARN; in an update, once a read from AWS shows the audiences. */
function createProvider(
  paths: ArgumentPaths,
  { issuer, audiences }: AcceptedTokens,
  { tags, retainOnDelete }: CheckedAwsOidcProviderArgs,
  child: ChildOptions,
): pulumi.Output<string> {
  const { parent } = child;
  const removals = new ClientIdRemovals();
  const provider = new OpenIdConnectProvider(
    `${paths.name}-oidc-provider`,
    { url: issuer, clientIdLists: audiences, ...(tags === undefined ? {} : { tags }) },
    {
      ...child,
      // The URL is unique in an account, so the new provider cannot exist next to the old one.
      deleteBeforeReplace: true,
      ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
      hooks: {
        ...refuseSecondProvider(paths.label, parent).hooks,
        ...removals.hooks(paths.label, parent).hooks,
      },
    },
  );
  const planned = plannedClientIds.current();
  // Recorded before anyone gets the ARN and can ask for it.
  const noted = provider.arn.apply((arn) => {
    planned.set(arn, provider.clientIdLists);
    return arn;
  });
  return onceReadBack(pulumi.all([noted, audiences]), ([arn, clientIds]) =>
    clientIdsReadBack(paths, parent, {
      arn,
      clientIds,
      removed: removals.removed,
      hidden: removals.hidden,
    }),
  ).apply(([arn]) => arn);
}
