/** Gives collect an IAM client for each account, and lists the accounts of an organization. */
import type { IAMClient } from "@aws-sdk/client-iam";
import { coded } from "../../../messages";
import { awsClient, type AwsClientOptions, LONG } from "../../clouds/aws/aws-client";
import { refusal } from "../../clouds/aws/aws-refusal";
import { callerIdentity } from "../../clouds/aws/caller-identity";
import { CloudError } from "../../clouds/cloud-error";
import type { Sdks } from "../../clouds/sdks";
import { CommandError } from "../../command";

/** How a session is called in CloudTrail. */
const SESSION = "azure-to-aws-collect";

/** The SDKs that are loaded. The last one is there if an organization is listed. */
export type AwsSdks = Sdks<"iam" | "sts"> & Partial<Sdks<"organizations">>;

/** An account of an organization. */
export interface ListedAccount {
  readonly id: string;
  readonly name: string | undefined;
  readonly organizationId: string | undefined;
}

/** An account that is read. */
export interface AwsTarget {
  readonly account: ListedAccount;
  readonly iam: IAMClient;
  readonly sdks: AwsSdks;
}

/** A role that is assumed in other accounts. */
export interface CollectorRole {
  /** With its path. */
  readonly name: string;
  /** What its trust policy demands as `sts:ExternalId`. */
  readonly externalId: string | undefined;
}

/** A login to AWS, from which roles in other accounts are assumed. It only reads. */
export class AwsLogin {
  readonly #sdks: AwsSdks;
  readonly #options: AwsClientOptions;

  private constructor(
    sdks: AwsSdks,
    options: AwsClientOptions,
    /** The account of the login. */
    readonly accountId: string,
    readonly partition: string,
  ) {
    this.#sdks = sdks;
    this.#options = options;
  }

  /**
   * Finds out who is signed in.
   *
   * @throws {CommandError} If nobody is.
   */
  static async signIn(sdks: AwsSdks, profile: string | undefined): Promise<AwsLogin> {
    const options: AwsClientOptions = { profile, patience: LONG };
    try {
      const { accountId, partition } = await callerIdentity(sdks, { profile });
      return new AwsLogin(sdks, options, accountId, partition);
    } catch (error) {
      throw new CommandError(
        coded(
          "collect-aws-login-none",
          `no AWS login: ${refusal(error, "").message}. Log in with aws sso login, set AWS_PROFILE, or give --profile. Without AWS: --only entra --only azure`,
        ),
      );
    }
  }

  /** A client for an account: with the login itself, or with a role of the account. */
  iam(accountId: string, role: CollectorRole): IAMClient {
    const { IAMClient } = this.#sdks.iam;
    if (accountId === this.accountId) {
      return awsClient(IAMClient, this.#options);
    }
    // The SDK asks again before the session ends.
    return awsClient(IAMClient, { ...this.#options, credentials: () => this.#assume(accountId, role) });
  }

  /**
   * The active accounts of the organization.
   *
   * @throws {CommandError} If they cannot be listed.
   */
  async organizationAccounts(): Promise<readonly ListedAccount[]> {
    const { organizations } = this.#sdks;
    const accounts: ListedAccount[] = [];
    try {
      if (organizations !== undefined) {
        const client = awsClient(organizations.OrganizationsClient, this.#options);
        for await (const { Accounts = [] } of organizations.paginateListAccounts({ client }, {})) {
          // `State` replaces `Status`, which AWS retired on September 9, 2026. Older SDKs show neither, so
          // such an account is tried. Source: AWS Organizations API Reference, "Account".
          const active = Accounts.filter(({ State, Status }) => (State ?? Status ?? "ACTIVE") === "ACTIVE");
          accounts.push(
            ...active.map(({ Id = "", Name, Arn = "" }) => ({
              id: Id,
              name: Name,
              // arn:aws:organizations::111122223333:account/o-exampleorgid/111122223333
              organizationId: /:account\/(o-[^/]+)\//.exec(Arn)?.[1],
            })),
          );
        }
      }
      return accounts;
    } catch (error) {
      const { message } = refusal(error, "organizations:ListAccounts");
      throw new CommandError(
        coded(
          "collect-organization-not-listed",
          `cannot list the accounts of the organization: ${message}. Use a login of the management account or of a delegated administrator with organizations:ListAccounts, or name the accounts with --aws-account`,
        ),
      );
    }
  }

  async #assume(accountId: string, { name, externalId }: CollectorRole) {
    const { STSClient, AssumeRoleCommand } = this.#sdks.sts;
    const RoleArn = `arn:${this.partition}:iam::${accountId}:role/${name}`;
    const needs = `sts:AssumeRole on ${RoleArn}`;
    try {
      const sts = awsClient(STSClient, this.#options);
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn,
          RoleSessionName: SESSION,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
      );
      return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        ...(Credentials?.Expiration === undefined ? {} : { expiration: Credentials.Expiration }),
      };
    } catch (error) {
      throw error instanceof CloudError ? error : refusal(error, needs);
    }
  }
}
