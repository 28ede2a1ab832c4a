import * as pulumi from "@pulumi/pulumi";
import { awsAudiences, readFederationContract } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { contractWithAudiences } from "../arguments/rules/contract";
import { audience, iamArn, issuerUrl } from "../arguments/rules/iam";
import { checkTags } from "../arguments/tags";
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

/** Arguments that passed the checks. */
export interface CheckedAwsOidcProviderArgs {
  readonly issuer: pulumi.Input<string>;
  /** Those of the arguments or the contract, and the additional ones. */
  readonly audiences: pulumi.Input<pulumi.Input<string>[]>;
  readonly tags: AwsOidcProviderArgs["tags"];
  readonly oidcProviderArn: pulumi.Input<string> | undefined;
  readonly retainOnDelete: boolean | undefined;
}

/** Checks the arguments and returns them gated. */
export function checkAwsOidcProviderArgs(
  checks: ArgumentChecks,
  args: AwsOidcProviderArgs,
): CheckedAwsOidcProviderArgs {
  checks.arguments(args, [
    "issuer",
    "audiences",
    "contract",
    "additionalAudiences",
    "tags",
    "oidcProviderArn",
    "retainOnDelete",
  ]);
  const { issuer, audiences } = checkIssuerAndAudiences(checks, args);
  const additional = checks.optionalTexts(
    "additionalAudiences",
    args.additionalAudiences,
    audience,
    "must name at least one audience, or be left out",
  );
  const adopts = isGiven(args.oidcProviderArn);
  if (adopts && isGiven(args.tags)) {
    const reason = "cannot be given to a provider that is adopted: whoever owns it tags it";
    checks.report("tags", reason, args.tags);
  }
  if (adopts && isGiven(args.retainOnDelete)) {
    const reason = "has no meaning for a provider that is adopted: it is never deleted";
    checks.report("retainOnDelete", reason, args.retainOnDelete);
  }
  return {
    issuer,
    audiences: adopts
      ? together(audiences, additional)
      : checks.value(
          ["additionalAudiences" as const, "contract" as const].find((name) => isGiven(args[name])) ??
            "audiences",
          together(audiences, additional),
          // What is missing or wrong in itself has been reported.
          (path, list) =>
            clientIdProblems(Array.isArray(list) ? list.length : 0, FEWER_AUDIENCES).map((reason) => ({
              path,
              reason,
            })),
        ),
    tags: checkTags(checks, "tags", args.tags),
    oidcProviderArn: adopts
      ? checks.text("oidcProviderArn", args.oidcProviderArn as pulumi.Input<string>, iamArn("oidc-provider"))
      : undefined,
    retainOnDelete: checks.plainBoolean("retainOnDelete", args.retainOnDelete),
  };
}

function checkIssuerAndAudiences(
  checks: ArgumentChecks,
  args: AwsOidcProviderArgs,
): Pick<CheckedAwsOidcProviderArgs, "issuer" | "audiences"> {
  if (!isGiven(args.contract)) {
    return {
      issuer: checks.text("issuer", args.issuer as pulumi.Input<string>, issuerUrl),
      audiences: checks.texts(
        "audiences",
        args.audiences as pulumi.Input<pulumi.Input<string>[]>,
        audience,
        "must name at least one audience",
      ),
    };
  }
  for (const name of ["issuer", "audiences"] as const) {
    if (isGiven(args[name])) {
      checks.report(name, "stands in the contract: give the one or the other", args[name]);
    }
  }
  const gated = checks.text("contract", args.contract as pulumi.Input<string>, contractWithAudiences);
  if (typeof gated === "string") {
    // A contract that is wrong fails before anything is made of it.
    const { contract } = readFederationContract(gated);
    return {
      issuer: contract?.issuer ?? "",
      audiences: contract === undefined ? [] : awsAudiences(contract),
    };
  }
  const contract = pulumi.output(gated).apply(readFederationContract);
  return {
    issuer: contract.apply((read) => read.contract?.issuer ?? ""),
    audiences: contract.apply((read) => (read.contract === undefined ? [] : awsAudiences(read.contract))),
  };
}

type Audiences = pulumi.Input<pulumi.Input<string>[]>;

/** Both lists as one; a text that both have stands in it once. Plain lists stay lists, so that a preview shows them. */
function together(
  audiences: Audiences,
  additional: pulumi.Input<pulumi.Input<string>[] | undefined>,
): Audiences {
  // Audiences that are missing have been reported.
  if (!isGiven(additional) || !isGiven(audiences)) {
    return audiences;
  }
  if (Array.isArray(audiences) && Array.isArray(additional)) {
    return [...new Set([...audiences, ...additional])];
  }
  return pulumi
    .all([audiences, additional])
    .apply(([one, other]) => [...new Set([...one, ...(other ?? [])])]);
}
