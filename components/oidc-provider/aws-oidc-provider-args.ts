import * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { awsAudiences, readFederationContract } from "../../trust/contract";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, ifGiven, list, needed, optional, plain, text, unless } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { awsTags } from "../arguments/aws-tags";
import { isGiven } from "../arguments/inputs";
import { contractWithAudiences, IN_CONTRACT } from "../arguments/rules/contract";
import { audience, iamArn, issuerUrl } from "../arguments/rules/iam";
import { clientIdProblems, FEWER_AUDIENCES } from "./client-ids";

/** Arguments of `AwsOidcProvider`: an issuer and its audiences, or the contract that contains both. */
export interface AwsOidcProviderArgs {
  /**
   * The `iss` claim of the tokens, character by character. Entra's v1.0 issuer ends with a slash. Required unless
   * `contract` is given, which excludes it.
   */
  issuer?: pulumi.Input<string | undefined>;
  /**
   * The audiences (client IDs) that AWS accepts from this issuer: at least one, each with at most 255 characters. Required
   * unless `contract` is given, which excludes it.
   */
  audiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The federation contract as JSON text, in place of `issuer` and `audiences`. With v1 tokens, the provider accepts the
   * contract's audience; with v2 tokens, the client IDs of all its workloads. An Output counts as given, so it must resolve
   * to a value. Default: none.
   */
  contract?: pulumi.Input<string | undefined>;
  /**
   * Further audiences that AWS accepts from this issuer, for federations of other stacks. Together with the others, there
   * can be at most 100. Default: none.
   */
  additionalAudiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Tags for the provider; at most 50. Excludes `oidcProviderArn`. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * The ARN of the account's existing provider for this issuer. An account can have only one provider per URL. The
   * component reads and checks the provider. It never owns, changes, or deletes it. The provider must have the issuer's URL
   * and list all audiences; the error shows the command that adds a missing one. An Output counts as given, so it must
   * resolve to a value. Default: a new provider.
   */
  oidcProviderArn?: pulumi.Input<string | undefined>;
  /**
   * Whether the provider stays in the account when this component is deleted, because others use it too. Excludes
   * `oidcProviderArn`. Must be a plain value, not an Output. Default: false.
   */
  retainOnDelete?: boolean | undefined;
}

const hasContract = ({ contract }: AwsOidcProviderArgs): boolean => isGiven(contract);

/** The arguments of {@link AwsOidcProviderArgs}. */
export const AWS_OIDC_PROVIDER = argumentTable<AwsOidcProviderArgs>()(
  {
    issuer: unless(hasContract, IN_CONTRACT, needed(text(issuerUrl))),
    audiences: unless(hasContract, IN_CONTRACT, needed(list(audience, "audience"))),
    contract: ifGiven(text(contractWithAudiences)),
    additionalAudiences: optional(list(audience, "audience", true)),
    tags: awsTags,
    oidcProviderArn: ifGiven(text(iamArn("oidc-provider"))),
    retainOnDelete: plain(boolean()),
  },
  (checks, { oidcProviderArn, tags, retainOnDelete }) => {
    if (!isGiven(oidcProviderArn)) {
      return;
    }
    if (isGiven(tags)) {
      const why = "the owner of an existing provider sets its tags";
      checks.report("tags", ARGUMENTS.say("argument-excluded", "oidcProviderArn", why), tags);
    }
    if (isGiven(retainOnDelete)) {
      const why = "an existing provider is never deleted";
      checks.report(
        "retainOnDelete",
        ARGUMENTS.say("argument-excluded", "oidcProviderArn", why),
        retainOnDelete,
      );
    }
  },
);

/** Arguments of {@link AwsOidcProviderArgs} that passed the checks. */
export type CheckedAwsOidcProviderArgs = CheckedBy<typeof AWS_OIDC_PROVIDER>;

/** Which tokens a provider accepts. */
export interface AcceptedTokens {
  readonly issuer: pulumi.Input<string>;
  /** The audiences of the arguments or the contract, and the additional ones. */
  readonly audiences: Audiences;
}

/** The tokens by the arguments or the contract. Reports more audiences than a new provider can have. */
export function acceptedTokens(checks: ArgumentChecks, args: CheckedAwsOidcProviderArgs): AcceptedTokens {
  // Missing arguments are already reported.
  const { issuer = "", audiences = [] } = args.contract === undefined ? args : tokensOf(args.contract);
  const all = together(audiences, args.additionalAudiences);
  if (isGiven(args.oidcProviderArn)) {
    return { issuer, audiences: all };
  }
  const path =
    (["additionalAudiences", "contract"] as const).find((name) => isGiven(args[name])) ?? "audiences";
  const checked = checks.value(path, all, (at, found) =>
    clientIdProblems(Array.isArray(found) ? found.length : 0, FEWER_AUDIENCES).map((message) => ({
      path: at,
      ...message,
    })),
  );
  return { issuer, audiences: checked };
}

function tokensOf(given: pulumi.Input<string>): AcceptedTokens {
  if (typeof given === "string") {
    // An invalid contract fails before anything is created from it.
    const { contract } = readFederationContract(given);
    return {
      issuer: contract?.issuer ?? "",
      audiences: contract === undefined ? [] : awsAudiences(contract),
    };
  }
  const contract = pulumi.output(given).apply(readFederationContract);
  return {
    issuer: contract.apply((read) => read.contract?.issuer ?? ""),
    audiences: contract.apply((read) => (read.contract === undefined ? [] : awsAudiences(read.contract))),
  };
}

type Audiences = pulumi.Input<pulumi.Input<string>[]>;

/** Both lists as one, without duplicates. Plain lists stay plain, so that a preview shows them. */
function together(
  audiences: Audiences,
  additional: pulumi.Input<pulumi.Input<string>[] | undefined>,
): Audiences {
  if (!isGiven(additional)) {
    return audiences;
  }
  if (Array.isArray(audiences) && Array.isArray(additional)) {
    return [...new Set([...audiences, ...additional])];
  }
  return pulumi
    .all([audiences, additional])
    .apply(([one, other]) => [...new Set([...one, ...(other ?? [])])]);
}
