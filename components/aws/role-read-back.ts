import { getRole, type GetRoleResult } from "@pulumi/aws/iam/getRole";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentProblem } from "../arguments/argument-error";
import type { ReadBack } from "../read-back";
import { isSamePolicyDocument } from "./same-policy-document";

/** The argument that a role differs in which was suspended without Pulumi. */
const SUSPENDED = "suspended";

/** What a role must be after an update. */
export interface WantedRole {
  readonly name: string;
  /** The trust policy as JSON text. */
  readonly trustPolicy: string;
  /** The longest session in seconds. A shorter one is no difference. */
  readonly maxSessionDuration: number;
  /** The ARN of the permissions boundary; undefined to compare none, since a transform of the program may set one. */
  readonly permissionsBoundary: string | undefined;
}

/**
 * What is read of a role after an update: whom it trusts, and what bounds its sessions. Inline policies are not among
 * it, since no function of the `aws` provider returns their text.
 */
export function roleReadBack(
  component: string,
  parent: pulumi.Resource,
  wanted: WantedRole,
): ReadBack<GetRoleResult> {
  const { name } = wanted;
  return {
    ...{ component, parent },
    subject: `the role ${name}`,
    read: async () => getRole({ name }, { parent }),
    differences: (found) => roleDifferences(found, wanted),
    // A refresh would reopen the trust policy of a role that somebody closed in an incident.
    remedy: (problems) =>
      problems.some(({ path }) => path === SUSPENDED)
        ? `Somebody suspended the role without Pulumi. To keep it so, set suspended: true. To open it, run: azure-to-aws resume ${name}`
        : undefined,
  };
}

function roleDifferences(found: GetRoleResult, wanted: WantedRole): readonly ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  if (isSuspended(found.assumeRolePolicy) && !isSuspended(wanted.trustPolicy)) {
    problems.push({ path: SUSPENDED, reason: "is false here, and in AWS the role is suspended" });
  } else if (!isSamePolicyDocument(found.assumeRolePolicy, wanted.trustPolicy)) {
    const reason = `expected ${wanted.trustPolicy}; AWS has ${found.assumeRolePolicy}`;
    problems.push({ path: "role.assumeRolePolicy", reason });
  }
  if (found.maxSessionDuration > wanted.maxSessionDuration) {
    const reason = `expected ${wanted.maxSessionDuration}; AWS has ${found.maxSessionDuration}`;
    problems.push({ path: "role.maxSessionDuration", reason });
  }
  const { permissionsBoundary } = wanted;
  if (permissionsBoundary !== undefined && permissionsBoundary !== found.permissionsBoundary) {
    const reason = `expected ${JSON.stringify(permissionsBoundary)}; AWS has ${JSON.stringify(found.permissionsBoundary)}`;
    problems.push({ path: "role.permissionsBoundary", reason });
  }
  return problems;
}

/** Whether a trust policy has a statement that closes it. `azure-to-aws suspend` and the component both write one. */
function isSuspended(trustPolicy: string): boolean {
  return /"Sid"\s*:\s*"Suspended/.test(trustPolicy);
}
