import { EntraAudience } from "@azure-to-aws/federation";

const audience = new EntraAudience("orders");

/** What the Azure team takes: issuer, audience, token version, and what identities are assigned to. */
export const { contract } = audience;
