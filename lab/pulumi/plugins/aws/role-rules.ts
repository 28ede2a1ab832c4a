/** What IAM refuses in a role, and what the lab does not support. */
import { withCode } from "../../../../messages";
import { LAB } from "../../../../messages/lab";
import { isUnknown, type Properties } from "../kernel/property-value";
import type { InvalidValue } from "../kernel/resource-type";
import { checkName } from "./iam-name";
import { checkDocument } from "./policy-document";

/** Deprecated arguments that take over what RolePolicy and RolePolicyAttachment do. */
const notInTheLab: Readonly<Record<string, string>> = {
  inlinePolicies: "aws.iam.RolePolicy",
  managedPolicyArns: "aws.iam.RolePolicyAttachment",
};

/** Complaints about the inputs of `aws.iam.Role`. */
export function roleProblems(inputs: Properties): InvalidValue[] {
  const { maxSessionDuration: seconds, description, path } = inputs;
  const problems = [...checkName(inputs, 64), ...checkDocument(inputs, "assumeRolePolicy")];
  for (const [name, instead] of Object.entries(notInTheLab)) {
    if (inputs[name] !== undefined) {
      const unsupported = LAB.say("lab-unsupported", `the deprecated "${name}"`, `Use ${instead}`);
      problems.push({ path: name, reason: withCode(unsupported) });
    }
  }
  if (typeof seconds === "number" && (seconds < 3600 || seconds > 43200)) {
    const reason = `expected max_session_duration to be in the range (3600 - 43200), got ${seconds}`;
    problems.push({ path: "maxSessionDuration", reason });
  }
  if (typeof description === "string" && description.length > 1000) {
    const reason = `expected length of description to be in the range (0 - 1000), got ${description.length}`;
    problems.push({ path: "description", reason });
  }
  if (typeof path === "string" && !isUnknown(path) && !/^\/(?:[\x21-\x7f]+\/)?$/.test(path)) {
    problems.push({
      path: "path",
      reason: `invalid value for path (must begin and end with a slash), got "${path}"`,
    });
  }
  return problems;
}
