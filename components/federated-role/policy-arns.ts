import * as pulumi from "@pulumi/pulumi";
import { type Message, ROLES } from "../../messages";
import { memberPath } from "../../trust";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { type Account, callerAccount } from "../logins/caller-account";

/** Of whom the ARN of a policy is: of AWS (`aws`) or of an account. */
const POLICY = /^arn:(?<partition>[^:]+):iam::(?<owner>[^:]*):policy\//;

/**
 * Lets the ARNs of policies pass that one role of the account can have: IAM itself says only in the update, by
 * `NoSuchEntity`, that a policy is of another account or partition, and takes the same one twice without a word.
 */
export class PolicyArns {
  readonly #paths: ArgumentPaths;
  readonly #account: () => Promise<Account | undefined>;
  /** By ARN, the name of the entry that has it attached. */
  readonly #attached = new Map<string, string>();

  /**
   * @param paths - Where problems are reported.
   * @param parent - The component, whose `aws` provider tells the account. One that does not tell is believed.
   */
  constructor(paths: ArgumentPaths, parent: pulumi.Resource) {
    this.#paths = paths;
    let asked: Promise<Account | undefined> | undefined;
    this.#account = async () => (asked ??= callerAccount(parent));
  }

  /** The policy that bounds what the role can be permitted, given by the argument `path`, if there is one. */
  boundary(path: string, policyArn: pulumi.Input<string | undefined>): pulumi.Output<string | undefined> {
    return pulumi.output(policyArn).apply<string | undefined>(async (arn) => {
      const message = arn === undefined ? undefined : await this.#problem(arn);
      return message === undefined ? arn : failLate(this.#paths, [{ path, ...message }]);
    });
  }

  /**
   * The policy of an entry of `managedPolicyArns`, which is to be attached. Each can be attached once, since the one
   * would be detached with the other.
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
    return ROLES.say("policy-of-other-account", account.partition, account.id, arn);
  }
}

/** What is wrong with a policy that another entry of `managedPolicyArns` has attached already. */
export function attachedTwice(otherName: string, arn: string): Message {
  return ROLES.say("policy-attached-twice", memberPath("managedPolicyArns", otherName), arn);
}
