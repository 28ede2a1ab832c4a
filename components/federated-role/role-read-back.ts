import { getRole, type GetRoleResult } from "@pulumi/aws/iam/getRole";
import type * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { Differences, type ReadBack, REFRESH } from "../pulumi/read-back";
import { isSamePolicyDocument } from "./same-policy-document";
import { isSuspended, suspendedInAws } from "./suspended-without-pulumi";

/** The argument in which a role differs that was suspended without Pulumi. */
const SUSPENDED = "suspended";

/** What a role must be after an update. */
export interface WantedRole {
  /** Undefined for a role that the update left out, as one with `--target` may. */
  readonly name: string | undefined;
  /** The trust policy, as the engine registered it. */
  readonly trustPolicy: string;
  /** Whether the program suspends the role. */
  readonly suspended: boolean;
}

/**
 * What is read of a role after an update: its trust policy, which decides who can assume it. Inline policies are not read,
 * because no function of the `aws` provider returns their text.
 *
 * @returns Undefined when there is no role to read.
 */
export function roleReadBack(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  wanted: WantedRole,
): ReadBack<GetRoleResult> | undefined {
  const { name, suspended } = wanted;
  if (name === undefined) {
    return undefined;
  }
  return {
    paths,
    parent,
    subject: `the role ${name}`,
    read: async () => getRole({ name }, { parent }),
    differences: (found, hidden) => roleDifferences(found, wanted, new Differences("AWS", hidden)),
    remedy: (problems) => {
      // A refresh would reopen the trust policy of a role that someone closed in an incident.
      if (problems.some(({ path }) => path === SUSPENDED)) {
        return suspendedInAws(name);
      }
      return suspended
        ? `To suspend it now, run: npx @azure-to-aws/cli suspend ${name}. ${REFRESH}`
        : undefined;
    },
  };
}

function roleDifferences(
  found: GetRoleResult,
  { trustPolicy: trust, suspended }: WantedRole,
  differences: Differences,
): readonly ArgumentProblem[] {
  const has = found.assumeRolePolicy;
  if (isSuspended(has) && !isSuspended(trust)) {
    differences.problems.push({
      path: SUSPENDED,
      ...coded("role-suspended-in-aws", "the program does not suspend this role, but in AWS it is suspended"),
    });
  } else if (suspended && !isSuspended(trust)) {
    const message = coded(
      "suspension-transformed-away",
      "the role stays open: a transform of the program removes the suspension",
    );
    differences.problems.push({ path: "role.assumeRolePolicy", ...message });
  } else {
    differences.expect("role.assumeRolePolicy", isSamePolicyDocument(has, trust), trust, has);
  }
  return differences.problems;
}
