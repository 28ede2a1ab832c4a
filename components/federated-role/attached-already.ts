import { getVersion } from "@pulumi/aws/utilities";
import * as pulumi from "@pulumi/pulumi";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";

/** Not imported from `@pulumi/aws`, whose oldest allowed version may lack it: then nobody is warned. */
const FUNCTION = "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments";

/**
 * The option with which it is told, in preview and update, that a policy which is to be attached is attached already.
 * Attaching it again changes nothing, and where the other attachment is the same entry under its old name, Pulumi takes
 * that one away afterwards, and with it the policy.
 *
 * It is no error: so it is too after an update that was broken off, and where somebody attached the policy by hand.
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
        `${path}: the role ${role} has the policy ${policyArn} already. If this stack attached it under another name, ` +
          "that one is taken away at the end of the update, and the policy with it: keep the name, or take the old " +
          "name away in an update before. After it happened, pulumi up --refresh attaches the policy again.",
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
