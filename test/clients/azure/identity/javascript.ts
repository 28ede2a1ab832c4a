import path from "node:path";
import type { IdentityClient, ShownRefusal } from "./identity-client";

/** `@azure/identity`, as the project's own development dependency. */
export const javaScript: IdentityClient = {
  command: [process.execPath, path.join(__dirname, "get-tokens.mjs")],
  onVirtualMachine: ({ code = "", text = "" }) => failed(code, text),
  // An answer without a text is taken for a token without an end.
  onAppService: ({ text }) =>
    text === undefined
      ? { error: "AuthenticationRequiredError", message: 'Response had no "expiresOn" property.' }
      : failed("", text),
};

function failed(code: string, text: string): ShownRefusal {
  return {
    error: "CredentialUnavailableError",
    message:
      `ManagedIdentityCredential: Authentication failed. Message ${code}: ` +
      `Error(s): Not Available - Timestamp: Not Available - Description: ${text}`,
  };
}
