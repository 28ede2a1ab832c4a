/** Arguments of a role that the tests of FederatedRole begin with. */
import type { FederatedRoleArgs } from "../../../../components";
import { ISSUER, OIDC_PROVIDER_ARN, PRINCIPAL_ID } from "../mock-clouds";

export const AUDIENCE = "api://x/orders";

export const ARGS: FederatedRoleArgs = {
  oidcProviderArn: OIDC_PROVIDER_ARN,
  issuer: ISSUER,
  audiences: [AUDIENCE],
  subjects: [PRINCIPAL_ID],
  permissions: { readBuckets: ["reports", "builds"] },
};

export const OTHER_SUBJECT = "55555555-aaaa-4bbb-8ccc-000000000005";

/** The subject of the n-th of many identities. */
export const subjectOf = (n: number): string => `66666666-aaaa-4bbb-8ccc-${String(n).padStart(12, "0")}`;
