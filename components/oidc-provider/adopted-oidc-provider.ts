import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { quoteWord } from "../../credential-helper/shell-quote";
import { oidcProviderName } from "../../trust";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { readOrProblem } from "../pulumi/provider-answers";
import { failUnlessSuspending } from "../pulumi/suspending";
import { plannedClientIds } from "./client-ids";

/** Which provider is taken, and what it must have; all of it checked. */
export interface AdoptedOidcProviderSettings {
  readonly oidcProviderArn: pulumi.Input<string>;
  readonly issuer: pulumi.Input<string>;
  readonly audiences: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether a workload is suspended by this update. */
  readonly suspended: boolean;
}

/**
 * Reads an existing provider and checks it: it escapes the policies that judge resources, since none is declared. It
 * fails in the preview already, as far as the values are known there.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `aws` provider reads.
 * @returns The ARN, once everything is right.
 */
export function adoptOidcProvider(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  { oidcProviderArn, issuer, audiences, suspended }: AdoptedOidcProviderSettings,
): pulumi.Output<string> {
  const planned = plannedClientIds.current();
  const found = pulumi.all([oidcProviderArn, issuer]).apply(([arn, url]) => {
    const reason = nameProblem(arn, url);
    if (reason !== undefined) {
      return failLate(paths, [{ path: "oidcProviderArn", reason }]);
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
        ...({ path: "oidcProviderArn", bearable: true } as const),
        reason: isOwn ? notPlanned(audience) : notListed(arn, audience),
      }));
    await failUnlessSuspending(paths, parent, { problems, suspended });
    return arn;
  });
}

/** The client IDs that the provider lists, as IAM tells. */
async function readClientIds(paths: ArgumentPaths, parent: pulumi.Resource, arn: string): Promise<string[]> {
  const read = await readOrProblem(getOpenIdConnectProvider({ arn }, { parent }), {
    path: "oidcProviderArn",
    what: `is no provider that can be read; got ${JSON.stringify(arn)}`,
    remedy:
      "leave oidcProviderArn away to have one created, or see what there is with aws iam list-open-id-connect-providers",
  });
  if (read.problem !== undefined) {
    return failLate(paths, [read.problem]);
  }
  // A preview that configures the AWS provider itself cannot ask it yet.
  return (read.value?.clientIdLists ?? pulumi.unknown) as string[];
}

/** Says whether the ARN names the provider of the issuer, to the letter. */
function nameProblem(arn: string, issuer: string): string | undefined {
  const expected = oidcProviderName(issuer);
  return oidcProviderName(arn) === expected
    ? undefined
    : `must be the provider of the issuer, which ends in oidc-provider/${expected}; got ${JSON.stringify(arn)}`;
}

/** What is wrong where the same program makes the provider, and with it says what it lists. */
function notPlanned(audience: string): string {
  return (
    `the provider, which this program makes, is not to list the audience ${JSON.stringify(audience)}, so that AWS would ` +
    `refuse every token for it; give it there in additionalAudiences`
  );
}

/** What is wrong where others own the provider, with the command that adds the audience. */
function notListed(arn: string, audience: string): string {
  return (
    `the provider does not list the audience ${JSON.stringify(audience)}, so that AWS would refuse every token for it; ` +
    `its owner adds it first, by the argument additionalAudiences where this package made it, else with: ` +
    `aws iam add-client-id-to-open-id-connect-provider ` +
    `--open-id-connect-provider-arn ${quoteWord(arn)} --client-id ${quoteWord(audience)}`
  );
}
