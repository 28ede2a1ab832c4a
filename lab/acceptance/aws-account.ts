/** What a run itself does in the AWS account, with the login that the AWS SDKs find. */
import {
  AddClientIDToOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListRolePoliciesCommand,
  NoSuchEntityException,
  paginateListRoles,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  HeadBucketCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** An IAM OIDC provider. */
export interface OidcProvider {
  readonly arn: string;
  readonly clientIds: readonly string[];
}

/** The account that the environment is signed in to. */
export class AwsAccount {
  readonly #iam: IAMClient;
  readonly #s3: S3Client;
  readonly #sts: STSClient;

  constructor(private readonly region: string) {
    this.#iam = new IAMClient({ region });
    this.#s3 = new S3Client({ region });
    this.#sts = new STSClient({ region });
  }

  /** @throws Error that says how to sign in */
  async identity(): Promise<{ readonly accountId: string; readonly partition: string }> {
    const { Account: accountId, Arn: arn = "" } = await this.#sts
      .send(new GetCallerIdentityCommand())
      .catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(
          `cannot sign in to AWS (${reason}). Expected a login of the AWS SDKs: aws sso login`,
          {
            cause,
          },
        );
      });
    const [, partition = ""] = arn.split(":");
    if (accountId === undefined || partition === "") {
      throw new Error("STS answered GetCallerIdentity without an account");
    }
    return { accountId, partition };
  }

  /** The provider of that ARN; undefined if there is none. */
  async oidcProvider(arn: string): Promise<OidcProvider | undefined> {
    try {
      const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
      const { ClientIDList: clientIds = [] } = await this.#iam.send(command);
      return { arn, clientIds };
    } catch (error) {
      if (error instanceof NoSuchEntityException) {
        return undefined;
      }
      throw error;
    }
  }

  /** Adding one that is there is no error. */
  async addClientId(arn: string, ClientID: string): Promise<void> {
    await this.#iam.send(
      new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID }),
    );
  }

  /** Removing one that is not there is no error. */
  async removeClientId(arn: string, ClientID: string): Promise<void> {
    await this.#iam.send(
      new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID }),
    );
  }

  async createBucket(Bucket: string): Promise<void> {
    const constraint = Object.values(BucketLocationConstraint).find((value) => value === this.region);
    const place = constraint && { CreateBucketConfiguration: { LocationConstraint: constraint } };
    await this.#s3.send(new CreateBucketCommand({ Bucket, ...place }));
  }

  /** Deletes an empty bucket. It is no error if there is none. */
  async deleteBucket(Bucket: string): Promise<void> {
    await this.#s3.send(new DeleteBucketCommand({ Bucket })).catch((error: unknown) => {
      if (!(error instanceof S3ServiceException) || error.name !== "NoSuchBucket") {
        throw error;
      }
    });
  }

  async hasBucket(Bucket: string): Promise<boolean> {
    try {
      await this.#s3.send(new HeadBucketCommand({ Bucket }));
      return true;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) {
        return false;
      }
      throw error;
    }
  }

  /** The names of the inline policies of a role. */
  async rolePolicies(RoleName: string): Promise<readonly string[]> {
    const { PolicyNames = [] } = await this.#iam.send(new ListRolePoliciesCommand({ RoleName }));
    return PolicyNames;
  }

  /** The names of the roles that begin with a text. */
  async roleNames(beginning: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: this.#iam }, {})) {
      names.push(...Roles.flatMap(({ RoleName = "" }) => (RoleName.startsWith(beginning) ? [RoleName] : [])));
    }
    return names;
  }
}
