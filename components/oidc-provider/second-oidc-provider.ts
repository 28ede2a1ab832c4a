import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import type * as pulumi from "@pulumi/pulumi";
import { PerDeployment } from "../deployment";
import { callerAccount } from "../logins/caller-account";
import { lacksLogin } from "../logins/logins";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";
import { providerSaid } from "../pulumi/provider-answers";
import { SoleOwners } from "../pulumi/sole-owners";

/** The components that create a provider, by account and URL. */
const creators = new PerDeployment(() => new SoleOwners());

/**
 * The option with which a provider is not created beside another of the same URL, and it is said what to do: IAM's own
 * refusal comes only in the update and knows nothing of the argument. A preview says it too.
 *
 * The engine does not say whether a create is half of a replacement, so that the preview of a forced replacement
 * (`pulumi up --replace`) is refused too; the update is not, since the predecessor is gone by then.
 *
 * @param component - The class and name of the component, as the message shows them.
 * @param parent - The component, whose `aws` provider looks.
 */
export function refuseSecondProvider(
  component: string,
  parent: pulumi.Resource,
): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const owners = creators.current();
  const hook = resourceHook(`${component} is the only provider of its URL`, async ({ urn, newInputs }) => {
    const url = (newInputs as { url?: unknown } | undefined)?.url;
    // In a preview the URL may be unknown.
    if (typeof url !== "string") {
      return;
    }
    // Of an account that is not known yet nobody else can speak.
    const key = `${(await callerAccount(parent))?.id ?? urn} ${url}`;
    const other = owners.claim(key, urn, component);
    if (other !== undefined) {
      throw new Error(refusalBeside(component, url, other));
    }
    const arn = await findProvider(url, parent);
    if (arn !== undefined) {
      owners.release(key);
      throw new Error(refusal(component, url, arn));
    }
  });
  return hook === undefined ? {} : { hooks: { beforeCreate: [hook] } };
}

/**
 * The ARN of the account's provider for a URL; undefined when there is none. A deployer who may not look gets a warning: that
 * does not mean that there is none.
 */
export async function findProvider(url: string, parent: pulumi.Resource): Promise<string | undefined> {
  try {
    return (await getOpenIdConnectProvider({ url }, { parent })).arn;
  } catch (error) {
    const said = providerSaid(error);
    if (/not found|NoSuchEntity/i.test(said) || (await lacksLogin(parent, "aws"))) {
      return undefined;
    }
    await warn(
      `Could not check whether the account already has an OpenID Connect provider for ${url}. If it has one, the update fails. The provider says: ${said}`,
      parent,
    );
    return undefined;
  }
}

function refusal(component: string, url: string, arn: string): string {
  return (
    `${component}: the account already has an IAM OpenID Connect provider for ${url}, and it can have only one for ` +
    `each URL. To use it without owning it, set oidcProviderArn to ${JSON.stringify(arn)}. If this stack owned it ` +
    `under another name, give an alias; to own it from now on, import it with pulumi import.`
  );
}

function refusalBeside(component: string, url: string, first: string): string {
  return (
    `${component}: ${first} makes the account's IAM OpenID Connect provider for ${url} in this program already, ` +
    `and an account can have only one for each URL. Set oidcProviderArn to the output oidcProviderArn of that one, and ` +
    `list the audience in its additionalAudiences.`
  );
}
