import { isObject } from "../../trust";
import type { PolicySource } from "../policy-source";
import { asWritten } from "./as-written";

const POLICY = "AssumeRolePolicyDocument";

/**
 * What a role is created from: the input of `aws iam create-role --cli-input-json`, or the properties of a role in a
 * CloudFormation template.
 */
export const roleInput: PolicySource = {
  code: "role-input",
  name: "the input of aws iam create-role",
  yaml: true,
  recognizes: (value) => isObject(value) && POLICY in value,
  find: (value) => {
    const { RoleName, [POLICY]: document } = isObject(value) ? value : {};
    return {
      documents: [
        {
          ...(typeof RoleName === "string"
            ? { role: RoleName, roleName: RoleName }
            : { role: "role", id: [] }),
          kind: "iam-role",
          document: asWritten(document),
          path: [POLICY],
          embedded: typeof document === "string",
        },
      ],
      notSeen: [],
    };
  },
};
