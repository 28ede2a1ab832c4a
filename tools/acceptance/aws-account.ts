/** The requests of the run itself to the AWS account, with the login that the AWS SDKs find. */
import {
  AddClientIDToOpenIDConnectProviderCommand,
  GetAccessKeyLastUsedCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListRolePoliciesCommand,
  NoSuchEntityException,
  paginateListRoles,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  HeadBucketCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsClient, LONG } from "../../cli/clouds/aws/aws-client";
import { coded, withCode } from "../../messages";
import { RUN_TAG } from "./run-names";

/** An IAM OIDC provider. */
export interface OidcProvider {
  readonly arn: string;
  readonly clientIds: readonly string[];
  /** The acceptance run that created it, by its tag {@link RUN_TAG}; absent for every other. */
  readonly run?: string;
}

/** The region whose buckets have no location constraint. Source: Amazon S3 API, CreateBucket. */
const UNCONSTRAINED = "us-east-1";

/** The account that the environment is signed in to. */
export class AwsAccount {
  readonly #iam: IAMClient;
  readonly #s3: S3Client;
  readonly #sts: STSClient;

  constructor(private readonly region: string) {
    const options = { region, patience: LONG };
    this.#iam = awsClient(IAMClient, options);
    this.#s3 = awsClient(S3Client, options);
    this.#sts = awsClient(STSClient, options);
  }

  /** @throws Error with the command that signs in */
  async identity(): Promise<{ readonly accountId: string; readonly partition: string }> {
    const { Account: accountId, Arn: arn = "" } = await this.#sts
      .send(new GetCallerIdentityCommand())
      .catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(
          withCode(
            coded(
              "acceptance-aws-login",
              `cannot sign in to AWS (${reason}). Expected a login that the AWS SDKs find`,
              "Run: aws sso login",
            ),
          ),
          { cause },
        );
      });
    const [, partition = ""] = arn.split(":");
    if (accountId === undefined || partition === "") {
      throw new Error("the answer of STS to GetCallerIdentity lacks the account");
    }
    return { accountId, partition };
  }

  /** The provider of that ARN; undefined if there is none. */
  async oidcProvider(arn: string): Promise<OidcProvider | undefined> {
    const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    const found = await unlessMissing(this.#iam.send(command));
    if (found === undefined) {
      return undefined;
    }
    const { ClientIDList: clientIds = [], Tags = [] } = found;
    const run = Tags.find(({ Key }) => Key === RUN_TAG)?.Value;
    return { arn, clientIds, ...(run === undefined ? {} : { run }) };
  }

  /** Adds a client ID. An existing one is not an error. */
  async addClientId(arn: string, ClientID: string): Promise<void> {
    await this.#iam.send(
      new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID }),
    );
  }

  /** Removes a client ID. It is not an error if the client ID or the provider does not exist. */
  async removeClientId(arn: string, ClientID: string): Promise<void> {
    const command = new RemoveClientIDFromOpenIDConnectProviderCommand({
      OpenIDConnectProviderArn: arn,
      ClientID,
    });
    await unlessMissing(this.#iam.send(command));
  }

  async createBucket(Bucket: string): Promise<void> {
    // The SDK's list of constraints lacks regions that are newer than it.
    const LocationConstraint = this.region as BucketLocationConstraint;
    const place = this.region === UNCONSTRAINED ? {} : { CreateBucketConfiguration: { LocationConstraint } };
    await this.#s3.send(new CreateBucketCommand({ Bucket, ...place }));
  }

  /** Deletes an empty bucket. It is not an error if the bucket does not exist. */
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

  /** The ID of the key of the login. */
  async accessKeyId(): Promise<string> {
    return (await this.#sts.config.credentials()).accessKeyId;
  }

  /** When a key was last used; undefined if IAM shows no use. @throws the refusal of IAM */
  async keyLastUsed(AccessKeyId: string): Promise<Date | undefined> {
    const { AccessKeyLastUsed } = await this.#iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    return AccessKeyLastUsed?.LastUsedDate;
  }

  /** The names of the inline policies of a role; undefined if the role is gone, which IAM may still list. */
  async rolePolicies(RoleName: string): Promise<readonly string[] | undefined> {
    const found = await unlessMissing(this.#iam.send(new ListRolePoliciesCommand({ RoleName })));
    return found && (found.PolicyNames ?? []);
  }

  /** The names of the roles that begin with a string. */
  async roleNames(beginning: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: this.#iam }, {})) {
      names.push(...Roles.flatMap(({ RoleName = "" }) => (RoleName.startsWith(beginning) ? [RoleName] : [])));
    }
    return names;
  }
}

/** An answer of IAM; undefined if what it is about does not exist. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoSuchEntityException) {
      return undefined;
    }
    throw error;
  }
}
