import { coded } from "../../messages";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { isCanceled, providerSaid } from "../pulumi/provider-answers";

/** What the three providers, and the libraries that they log in with, say of a login that is missing, wrong or expired. */
const NOT_LOGGED_IN =
  /AADSTS|az login|aws sso|authori[sz]er|authenticat|credential|log(?:ged)? ?in\b|sign(?:ed)? ?in\b|access token|security token|expired|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|invalid_(?:client|grant)|\b401\b|Unauthori[sz]ed|client secret|subscription/i;

/** What is wrong with the login of a provider. */
export interface LoginProblem extends ArgumentProblem {
  /** Whether the provider could be asked, and has no login. */
  readonly isMissing: boolean;
}

/**
 * What an error says of a provider's login when the provider was asked who it is.
 *
 * @param path - The provider.
 * @param remedy - How to log in.
 * @returns Undefined for a call that was canceled, which says nothing of the login.
 */
export function loginProblem(path: string, remedy: string, error: unknown): LoginProblem | undefined {
  const providerError = providerSaid(error);
  if (isCanceled(providerError)) {
    return undefined;
  }
  return NOT_LOGGED_IN.test(providerError)
    ? {
        path,
        isMissing: true,
        ...coded("login-missing", `no valid login (provider error: ${providerError})`, `Log in: ${remedy}`),
      }
    : {
        path,
        isMissing: false,
        ...coded(
          "login-not-checked",
          `the provider does not report who is logged in (provider error: ${providerError})`,
          "Check the network, and run the command again",
        ),
      };
}
