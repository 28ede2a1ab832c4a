import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import type * as pulumi from "@pulumi/pulumi";
import { resourceHook } from "../resource-hook";

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
  const hook = resourceHook(`${component} is the only provider of its URL`, async ({ newInputs }) => {
    const url = (newInputs as { url?: unknown } | undefined)?.url;
    // In a preview the URL may be unknown.
    const arn = typeof url === "string" ? await findProvider(url, parent) : undefined;
    if (arn !== undefined) throw new Error(refusal(component, String(url), arn));
  });
  return hook === undefined ? {} : { hooks: { beforeCreate: [hook] } };
}

/** The ARN of the account's provider for a URL. Nothing when there is none, and when the deployer may not look. */
async function findProvider(url: string, parent: pulumi.Resource): Promise<string | undefined> {
  try {
    return (await getOpenIdConnectProvider({ url }, { parent })).arn;
  } catch {
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
