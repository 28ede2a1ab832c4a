import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import type * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { PerDeployment } from "../deployment";
import { callerAccount } from "../logins/caller-account";
import { lacksLogin } from "../logins/logins";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";
import { isCanceled, providerSaid } from "../pulumi/provider-answers";
import { SoleOwners } from "../pulumi/sole-owners";

/** The components that create a provider, by account and URL. */
const creators = new PerDeployment(() => new SoleOwners());

/**
 * The option that refuses to create a second provider with the same URL, also in the preview, and says what to do. IAM itself
 * refuses only in the update, and does not know the argument.
 *
 * The engine does not say whether a create is half of a replacement. So the preview of a forced replacement
 * (`pulumi up --replace`) is refused too. The update is not, because the predecessor is gone by then.
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
    // While the account is not known, no other component can have the same key.
    const key = `${(await callerAccount(parent))?.id ?? urn} ${url}`;
    const other = owners.claim(key, urn, component);
    if (other !== undefined) {
      throw new Error(
        withCode(
          coded(
            "provider-created-twice",
            `${component}: ${other} already creates the account's one IAM OpenID Connect provider for ${url} in this program`,
            "Set oidcProviderArn to its output oidcProviderArn, and add the audience to its additionalAudiences",
          ),
        ),
      );
    }
    const arn = await findProvider(url, parent);
    if (arn !== undefined) {
      owners.release(key);
      throw new Error(
        withCode(
          coded(
            "provider-exists",
            `${component}: the account already has an OpenID Connect provider for ${url}, and can have only one. To use it, set oidcProviderArn to ${JSON.stringify(arn)}`,
            "If this stack owned it by another name, add an alias",
          ),
        ),
      );
    }
  });
  return hook === undefined ? {} : { hooks: { beforeCreate: [hook] } };
}

/**
 * The ARN of the account's provider for a URL; undefined if there is none. A deployer who may not look gets a warning,
 * because there may be one.
 */
export async function findProvider(url: string, parent: pulumi.Resource): Promise<string | undefined> {
  try {
    return (await getOpenIdConnectProvider({ url }, { parent })).arn;
  } catch (error) {
    const providerError = providerSaid(error);
    const isReported = isCanceled(providerError) || (await lacksLogin(parent, "aws"));
    if (isReported || /not found|NoSuchEntity/i.test(providerError)) {
      return undefined;
    }
    await warn(
      coded(
        "provider-not-checked",
        `could not check whether the account already has an OpenID Connect provider for ${url}. If it has one, the update fails (provider error: ${providerError})`,
      ),
      parent,
    );
    return undefined;
  }
}
