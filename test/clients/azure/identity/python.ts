import path from "node:path";
import { pythonPackages, pythonProgram } from "../../programs";
import type { IdentityClient, ShownRefusal } from "./identity-client";

/** `azure-identity` for Python, in an environment of its own. */
export async function python(): Promise<IdentityClient> {
  const environment = await pythonPackages(path.join(__dirname, "requirements.txt"));
  return {
    command: pythonProgram(environment, "azure/identity/get_tokens.py"),
    onVirtualMachine: ({ code = "", text = "" }) =>
      unavailable(
        `ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint. Token request error: (${code}) ${text}`,
      ),
    onAppService: ({ text = "None" }) =>
      unavailable(
        `App Service managed identity configuration not found in environment. Token request error: (invalid_scope) 400, ${text}`,
      ),
  };
}

function unavailable(message: string): ShownRefusal {
  return { error: "CredentialUnavailableError", message };
}
