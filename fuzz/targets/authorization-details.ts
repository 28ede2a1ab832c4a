import type { Target } from "../target";
import { wrappedPolicies, type Wrapped } from "../wrapped-policies";

/** Answers of IAM about roles, the policies as objects, as texts and URL-encoded. */
export const authorizationDetails: Target = {
  name: "authorization-details",
  feeds:
    "answers of IAM's `get-account-authorization-details` and `list-roles`, whole and damaged, to `azure-to-aws judge`",
  unsound: "a file passes with an open policy in it, or a role goes unseen",
  runs: 2_000,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      wrappedPolicies({
        wrap: (wrapped) => {
          const roles = wrapped.map(roleOf);
          return (wrapped[0]?.way ?? 0) % 4 === 3
            ? { Roles: roles }
            : {
                UserDetailList: [],
                GroupDetailList: [],
                RoleDetailList: roles,
                Policies: [],
                IsTruncated: false,
              };
        },
      }),
    ),
};

function roleOf({ policy, way }: Wrapped, index: number): Record<string, unknown> {
  const text = JSON.stringify(policy);
  return {
    Path: "/",
    RoleName: `role${index}`,
    Arn: `arn:aws:iam::111122223333:role/role${index}`,
    AssumeRolePolicyDocument: [policy, text, encodeURIComponent(text)][way % 3],
    RolePolicyList: [],
  };
}
