import { Catalog, entry } from "./catalog";

/** What is wrong with values for AWS: ARNs, roles, providers, policies, buckets, tags, and networks. */
export const IAM = new Catalog({
  "issuer-invalid": entry({
    text: (expected: string) => `invalid issuer. Expected ${expected}`,
  }),
  "condition-invalid": entry({
    text: (reason: string) => `invalid condition: it ${reason}`,
  }),
  "policy-document-without-statement": entry({
    text: () => "invalid policy document. Expected at least one Statement",
  }),
  "policy-document-member": entry({
    text: (where: string, nearest: string | undefined, known: readonly string[]) =>
      nearest === undefined
        ? `unknown member${where}. Expected only ${known.join(", ")}`
        : `misspelled member${where}. Expected ${nearest}`,
  }),
});
