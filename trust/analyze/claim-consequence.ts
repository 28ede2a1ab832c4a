import { isGuid } from "../entra/guid";
import { isGitHub, type OidcProvider } from "../parse/oidc-provider";
import type { ClaimDemand } from "./claim-demand";
import type { Claim } from "./finding";

/** What a statement demands of the two claims of one provider's tokens. */
export interface Demands {
  readonly audience: ClaimDemand;
  readonly subject: ClaimDemand;
}

/** How many values of a claim are named. */
const MOST_NAMED = 3;

/** Says in a sentence who could get in because a claim is not pinned: no more than the other claim lets in. */
export function whoGetsIn(claim: Claim, provider: OidcProvider, demands: Demands): string {
  const { audience, subject } = demands;
  const tokens =
    claim === "subject" && audience.kind === "exact"
      ? `for the audience ${named(audience)}`
      : "for any audience that the provider lists";
  switch (subject.kind) {
    case "exact":
      return `The subject ${named(subject)} could get in with a token ${tokens}, meant for AWS or not.`;
    case "patterns":
      return `Anyone could get in who has a token ${tokens} and a subject like ${named(subject)}.`;
    case "nothing":
      return crowd(provider, tokens, claim === "subject" ? audience : undefined);
  }
}

/** Everybody to whom an issuer gives a token. */
function crowd({ name, entra }: OidcProvider, tokens: string, audience: ClaimDemand | undefined): string {
  if (isGitHub(name)) {
    return `Any workflow of any repository could get in: each can ask for a token ${tokens}.`;
  }
  if (entra === undefined) {
    return `Anyone could get in to whom this issuer gives a token ${tokens}.`;
  }
  // AWS compares azp, the client that asked for the token, where a token has it.
  return entra.tokenVersion === 2 && audience?.kind === "exact" && audience.values.every(isGuid)
    ? `Anyone could get in who gets a token through the client ID ${named(audience)}: that identity, and whoever signs in with it.`
    : `Any identity of the tenant ${entra.tenantId} could get in that gets a token ${tokens}: every one, unless the application requires assignment.`;
}

function named({ values }: ClaimDemand): string {
  const shown = values.slice(0, MOST_NAMED).map((value) => JSON.stringify(value));
  return [...shown, ...(values.length > MOST_NAMED ? [`${values.length - MOST_NAMED} more`] : [])].join(
    " or ",
  );
}
