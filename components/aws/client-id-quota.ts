/** How many client IDs an IAM OpenID Connect provider takes. Source: AWS, "IAM and AWS STS quotas". */
export const CLIENT_IDS_PER_PROVIDER = 100;

/**
 * What is wrong with so many client IDs on one provider; IAM says so only in the update.
 *
 * @param remedy - What to do, in the words of whose argument it is.
 */
export function clientIdProblems(count: number, remedy: string): readonly string[] {
  return count <= CLIENT_IDS_PER_PROVIDER
    ? []
    : [
        `make ${count} client IDs on one OpenID Connect provider, and IAM takes at most ${CLIENT_IDS_PER_PROVIDER}; ${remedy}`,
      ];
}
