import * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { memberPath } from "../../trust/text";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { type Account, callerAccount } from "../logins/caller-account";

/** The owner of a policy by its ARN: AWS (`aws`) or an account. */
const POLICY = /^arn:(?<partition>[^:]+):iam::(?<owner>[^:]*):policy\//;

/**
 * Accepts the ARNs of policies that one role of the account can have. IAM itself reports only in the update, as
 * `NoSuchEntity`, that a policy belongs to another account or partition, and silently accepts the same policy twice.
 */
export class PolicyArns {
  readonly #paths: ArgumentPaths;
  readonly #account: () => Promise<Account | undefined>;
  /** By ARN, the name of the entry that has it attached. */
  readonly #attached = new Map<string, string>();

  /**
   * @param paths - Where problems are reported.
   * @param parent - The component, whose `aws` provider reports the account. If it does not, any account is accepted.
   */
  constructor(paths: ArgumentPaths, parent: pulumi.Resource) {
    this.#paths = paths;
    let asked: Promise<Account | undefined> | undefined;
    this.#account = async () => (asked ??= callerAccount(parent));
  }

  /** The permissions boundary of the role, given by the argument `path`, if there is one. */
  boundary(path: string, policyArn: pulumi.Input<string | undefined>): pulumi.Output<string | undefined> {
    return pulumi.output(policyArn).apply<string | undefined>(async (arn) => {
      const message = arn === undefined ? undefined : await this.#problem(arn);
      return message === undefined ? arn : failLate(this.#paths, [{ path, ...message }]);
    });
  }

  /**
   * The policy of an entry of `managedPolicyArns`, for its attachment. Each policy can be attached only once, because removing
   * one entry would also detach the other.
   */
  attached(name: string, policyArn: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.output(policyArn).apply<string>(async (arn) => {
      const other = this.#attached.get(arn) ?? name;
      this.#attached.set(arn, other);
      const message = other === name ? await this.#problem(arn) : attachedTwice(other, arn);
      const path = `permissions.managedPolicyArns.${name}`;
      return message === undefined ? arn : failLate(this.#paths, [{ path, ...message }]);
    });
  }

  async #problem(arn: string): Promise<Message | undefined> {
    const { partition, owner } = POLICY.exec(arn)?.groups ?? {};
    const account = await this.#account();
    if (account === undefined) {
      return undefined;
    }
    if (partition === account.partition && (owner === "aws" || owner === account.id)) {
      return undefined;
    }
    return coded(
      "policy-of-other-account",
      `the policy belongs to another account or partition. Expected a policy of AWS in ${account.partition}, or of the role's account ${account.id}; got ${JSON.stringify(arn)}`,
    );
  }
}

/** The problem of a policy that another entry of `managedPolicyArns` already attaches. */
export function attachedTwice(otherName: string, arn: string): Message {
  return coded(
    "policy-attached-twice",
    `the same policy as ${memberPath("managedPolicyArns", otherName)}. Expected another policy; got ${JSON.stringify(arn)}`,
    "Remove one of the two",
  );
}
