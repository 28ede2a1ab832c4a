import * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { awsAudiences, readFederationContract } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, ifGiven, list, needed, optional, plain, text, unless } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { contractWithAudiences, IN_CONTRACT } from "../arguments/rules/contract";
import { audience, iamArn, issuerUrl } from "../arguments/rules/iam";
import { awsTags } from "../arguments/tags";
import { clientIdProblems, FEWER_AUDIENCES } from "./client-ids";

/** What an IAM OpenID Connect provider is made of: an issuer and audiences, or the contract that says both. */
export interface AwsOidcProviderArgs {
  /**
   * The `iss` claim of the tokens, character by character; Entra's v1.0 issuer ends in a slash. Required, unless there
   * is a `contract`.
   */
  issuer?: pulumi.Input<string | undefined>;
  /**
   * The audiences (client IDs) that AWS accepts from this issuer: at least one, each at most 255 characters. Required,
   * unless there is a `contract`.
   */
  audiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The contract of a federation as JSON text, in place of `issuer` and `audiences`: for v1 tokens its audience, for v2
   * tokens the client IDs of all its workloads.
   */
  contract?: pulumi.Input<string | undefined>;
  /**
   * Further audiences that AWS is to accept from this issuer, for federations of other stacks; with the others at most
   * 100. Default: none.
   */
  additionalAudiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Tags of the provider, at most 50. Default: none. Not together with `oidcProviderArn`. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * The ARN of the provider, when the account has one for this issuer already: an account holds one for each URL. It is
   * read and checked, and never owned: neither changed nor deleted. It must have the issuer's URL and list all
   * audiences; the error says with which command one is added. Whether it is given must be plain. Default: one is created.
   */
  oidcProviderArn?: pulumi.Input<string | undefined>;
  /**
   * Whether the provider stays in the account when this component goes, since others use it too. Must be plain. Not with
   * `oidcProviderArn`. Default: false.
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
  /** Those of the arguments or the contract, and the additional ones. */
  readonly audiences: Audiences;
}

/** The tokens by the arguments or the contract. More audiences than a provider that is created takes are reported. */
export function acceptedTokens(checks: ArgumentChecks, args: CheckedAwsOidcProviderArgs): AcceptedTokens {
  // What is missing has been reported.
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

/** Both lists as one, without repetitions. Plain lists stay lists, so that a preview shows them. */
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
