/** What a run has left in the clouds of a lab. */
import type { Lab } from "../../../../lab";
import { LAB_BUCKETS } from "../../../../lab/lab-facts";

/** Everything in both clouds, but for the lab's own buckets. */
export async function counts(lab: Lab): Promise<Readonly<Record<string, number>>> {
  const { oidcProviders, roles, policies, buckets } = await lab.aws.counts();
  const own = Object.keys(LAB_BUCKETS).length;
  return { azure: lab.azure.counts().total, oidcProviders, roles, policies, buckets: buckets - own };
}

/** What is there without a run. */
export const EMPTY = { azure: 0, oidcProviders: 0, roles: 0, policies: 0, buckets: 0 };
