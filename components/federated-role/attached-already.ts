import { getVersion } from "@pulumi/aws/utilities";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";

/** Not imported from `@pulumi/aws`, whose oldest allowed version may lack it: then nobody is warned. */
const FUNCTION = "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments";

/**
 * The option that warns, in preview and update, that a policy to attach is attached already. Attaching it again changes
 * nothing. If the other attachment is the same entry under its old name, Pulumi removes that one afterwards, and the
 * policy is detached.
 *
 * It is not an error: it also happens after an interrupted update, and if someone attached the policy by hand.
 *
 * @param component - The component, whose `aws` provider looks.
 * @param path - The argument with the policy's ARN.
 */
export function warnIfAttached(
  component: pulumi.Resource,
  path: string,
): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const hook = resourceHook(
    `${path} is not attached yet`,
    async ({ newInputs }) => {
      const { role, policyArn } = (newInputs ?? {}) as { role?: unknown; policyArn?: unknown };
      // In a preview either may be unknown.
      if (typeof role !== "string" || typeof policyArn !== "string") {
        return;
      }
      if (!(await attachedTo(role, component)).includes(policyArn)) {
        return;
      }
      await warn(
        coded(
          "policy-attached-already",
          `${path}: role ${role} already has policy ${policyArn}. If this stack attached it under another name, Pulumi detaches it at the end of this update`,
          "Keep the old name, or run pulumi up --refresh afterwards",
        ),
        component,
      );
    },
    { ignoreErrors: true },
  );
  return hook === undefined ? {} : { hooks: { beforeCreate: [hook] } };
}

/** The ARNs of a role's managed policies. None when there is no role yet, and when the deployer may not look. */
async function attachedTo(roleName: string, parent: pulumi.Resource): Promise<readonly string[]> {
  try {
    // Of the version that the resources have: a program in another language brings no provider of another one, and the
    // engine cannot start one while it waits for this hook.
    const options = { parent, version: getVersion() };
    const found = (await pulumi.runtime.invoke(FUNCTION, { roleName }, options)) as {
      readonly attachedPolicies?: readonly { readonly policyArn: string }[];
    };
    return (found.attachedPolicies ?? []).map(({ policyArn }) => policyArn);
  } catch {
    return [];
  }
}
