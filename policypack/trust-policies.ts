import type { ResourceValidationArgs } from "@pulumi/policy";

import { readStructuredTrust, type StructuredTrust } from "./structured-trust";
import { isUnknownValueError } from "./unknown-values";

/** Type token of an IAM role. Compared as text: loading the provider's SDK would cost more than judging. */
const IAM_ROLE = "aws:iam/role:Role";

/** Type token of this package's component for a role, which passes its trust in parts. */
const FEDERATED_ROLE = "azure-to-aws-federation:index:FederatedRole";

/** How the URN of a role looks that the component made. */
const ROLE_OF_COMPONENT = `${FEDERATED_ROLE}$${IAM_ROLE}::`;

/** A trust policy on a resource: as a document, in parts, or not known in this preview. */
export type TrustOnResource =
  | { readonly kind: "document"; readonly document: unknown }
  | { readonly kind: "structured"; readonly trust: StructuredTrust }
  | { readonly kind: "unknown"; readonly cause: Error };

/**
 * Finds the trust policy that a resource holds.
 *
 * @returns `undefined` for a resource that holds none, and for a role in a preview whose component around it passes
 * the same trust in parts.
 */
export function findTrustPolicy({ type, props, urn }: ResourceValidationArgs): TrustOnResource | undefined {
  if (type === FEDERATED_ROLE) {
    return { kind: "structured", trust: readStructuredTrust(props) };
  }
  if (type !== IAM_ROLE) {
    return undefined;
  }
  try {
    const document = readWhole(props.assumeRolePolicy);
    return document === undefined ? undefined : { kind: "document", document };
  } catch (error) {
    if (!isUnknownValueError(error)) {
      throw error;
    }
    return urn.includes(ROLE_OF_COMPONENT) ? undefined : { kind: "unknown", cause: error };
  }
}

/** Reads all of a document, so that the engine's view of it throws here if any part is unknown. */
function readWhole(document: unknown): unknown {
  return typeof document === "object" ? (JSON.parse(JSON.stringify(document)) as unknown) : document;
}
