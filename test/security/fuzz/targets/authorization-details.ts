import type { Target } from "../target";
import { UNSOUND, type Wrapped, wrappedPolicies } from "../wrapped-policies";

/** Answers of IAM about roles, the policies as objects, as texts and URL-encoded. */
export const authorizationDetails: Target = {
  name: "authorization-details",
  feeds: "answers of IAM's `get-account-authorization-details` and `list-roles`, to `judge`",
  unsound: UNSOUND,
  runs: 500,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      wrappedPolicies({
        leads: ["RoleDetailList", "Roles"],
        sealed: ["AssumeRolePolicyDocument"],
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
