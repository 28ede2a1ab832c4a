import type * as pulumi from "@pulumi/pulumi";

import type { ArgumentChecks } from "./arguments/argument-checks";
import { audience } from "./arguments/rules/audience";
import { issuerUrl } from "./arguments/rules/issuer-url";

/** What an IAM OpenID Connect provider is made of. */
export interface AwsOidcProviderArgs {
  /** The `iss` claim of the tokens, character by character; Entra's v1.0 issuer ends in a slash. */
  issuer: pulumi.Input<string>;
  /** The audiences (client IDs) that AWS accepts from this issuer: at least one, each at most 255 characters. */
  audiences: pulumi.Input<pulumi.Input<string>[]>;
}

/** Checks the arguments and returns them gated. */
export function checkAwsOidcProviderArgs(
  checks: ArgumentChecks,
  args: AwsOidcProviderArgs,
): AwsOidcProviderArgs {
  return {
    issuer: checks.text("issuer", args.issuer, issuerUrl),
    audiences: checks.texts("audiences", args.audiences, audience, "must name at least one audience"),
  };
}
