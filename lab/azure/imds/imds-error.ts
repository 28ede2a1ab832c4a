/** Refusals of the instance metadata service. */

/**
 * An answer that is not 200 (Microsoft Entra, "How to use managed identities on an Azure VM to acquire an access token";
 * Azure Virtual Machines, "Azure Instance Metadata Service"). Clients must not branch on the descriptions.
 */
export class ImdsError extends Error {
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(JSON.stringify(body));
    this.name = "ImdsError";
  }

  /** @evidence log A refusal has `error` and `error_description`. Source: MicrosoftDocs/azure-docs #21322. */
  static of(error: string, description: string): ImdsError {
    return new ImdsError(400, { error, error_description: description });
  }
}
