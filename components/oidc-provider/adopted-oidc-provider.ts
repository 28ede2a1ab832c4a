import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { quoteWord } from "../../credential-helper/shell-quote";
import { coded, ROLES } from "../../messages";
import { oidcProviderName } from "../../trust/build";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { readOrProblem } from "../pulumi/provider-answers";
import { failUnlessSuspending } from "../pulumi/suspending";
import { plannedClientIds } from "./client-ids";

/** The adopted provider, and what it must have; all of it checked. */
export interface AdoptedOidcProviderSettings {
  readonly oidcProviderArn: pulumi.Input<string>;
  readonly issuer: pulumi.Input<string>;
  readonly audiences: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether a workload is suspended by this update. */
  readonly suspended: boolean;
}

/**
 * Reads an existing provider and checks it. The policy pack cannot see it, because it is not declared as a resource. The
 * preview fails as far as the values are known.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `aws` provider reads.
 * @returns The ARN, once all checks have passed.
 */
export function adoptOidcProvider(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  { oidcProviderArn, issuer, audiences, suspended }: AdoptedOidcProviderSettings,
): pulumi.Output<string> {
  const planned = plannedClientIds.current();
  const found = pulumi.all([oidcProviderArn, issuer]).apply(([arn, url]) => {
    const expected = oidcProviderName(url);
    if (oidcProviderName(arn) !== expected) {
      const message = ROLES.say("provider-of-other-issuer", expected, arn);
      return failLate(paths, [{ path: "oidcProviderArn", ...message }]);
    }
    const own = planned.get(arn);
    return pulumi
      .output(own ?? readClientIds(paths, parent, arn))
      .apply((clientIds) => ({ arn, clientIds, isOwn: own !== undefined }));
  });
  return pulumi.all([found, audiences]).apply<string>(async ([{ arn, clientIds, isOwn }, wanted]) => {
    const problems = wanted
      .filter((audience) => !clientIds.includes(audience))
      .map((audience) => ({
        ...({ path: "oidcProviderArn", acceptable: true } as const),
        ...(isOwn
          ? coded(
              "provider-audience-not-planned",
              `the provider, which this program creates, does not list the audience ${JSON.stringify(audience)}, so AWS would refuse every token for it`,
              "Add it to additionalAudiences of that component",
            )
          : coded(
              "provider-audience-missing",
              `the provider does not list the audience ${JSON.stringify(audience)}, so AWS would refuse every token for it. Its owner adds it to additionalAudiences`,
              `Without this package: ${addingCommand(arn, audience)}`,
            )),
      }));
    await failUnlessSuspending(paths, parent, { problems, suspended });
    return arn;
  });
}

/** The client IDs that IAM lists for the provider. */
async function readClientIds(paths: ArgumentPaths, parent: pulumi.Resource, arn: string): Promise<string[]> {
  const read = await readOrProblem(getOpenIdConnectProvider({ arn }, { parent }), {
    path: "oidcProviderArn",
    refused: (providerError) =>
      coded(
        "provider-unreadable",
        `cannot read OpenID Connect provider ${JSON.stringify(arn)} (provider error: ${providerError})`,
        "Omit the argument to create one, or list the existing ones: aws iam list-open-id-connect-providers",
      ),
  });
  if (read.problem !== undefined) {
    return failLate(paths, [read.problem]);
  }
  // A preview that configures the AWS provider itself cannot ask it yet.
  return (read.value?.clientIdLists ?? pulumi.unknown) as string[];
}

/** The command with which the owner of a provider adds an audience. */
function addingCommand(arn: string, audience: string): string {
  return (
    `aws iam add-client-id-to-open-id-connect-provider ` +
    `--open-id-connect-provider-arn ${quoteWord(arn)} --client-id ${quoteWord(audience)}`
  );
}
