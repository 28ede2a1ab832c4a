import type { IAMClient } from "@aws-sdk/client-iam";
import { awsClient, type AwsProfile } from "../../clouds/aws/aws-client";
import type { Reading } from "../../clouds/reading";
import { refusalText } from "../../clouds/refusal-text";
import type { Sdks } from "../../clouds/sdks";

/** How long one request may take with all its retries, in milliseconds. */
const REQUEST_LIMIT = 20_000;

/** Who is signed in to AWS. */
export interface AwsIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly partition: string;
}

/** A login to AWS. It only reads. */
export class AwsSession {
  readonly #sdks: Sdks<"iam" | "sts">;
  readonly #login: AwsProfile;
  readonly #iam: IAMClient;

  constructor(sdks: Sdks<"iam" | "sts">, login: AwsProfile) {
    this.#sdks = sdks;
    this.#login = login;
    this.#iam = awsClient(sdks.iam.IAMClient, login);
  }

  /** Who is signed in. */
  async identity(): Promise<Reading<AwsIdentity>> {
    const { STSClient, GetCallerIdentityCommand } = this.#sdks.sts;
    const sts = awsClient(STSClient, this.#login);
    return read(async (abortSignal) => {
      const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
      return { accountId: Account, arn: Arn, partition: Arn.split(":")[1] ?? "aws" };
    });
  }

  /** The region of the options, the environment, or the profile. */
  async region(): Promise<string | undefined> {
    const { config } = awsClient(this.#sdks.iam.IAMClient, { ...this.#login, isRegional: true });
    return config.region().catch(() => undefined);
  }

  /** The ARNs of the account's OIDC providers. */
  async oidcProviders(): Promise<Reading<readonly string[]>> {
    const command = new this.#sdks.iam.ListOpenIDConnectProvidersCommand({});
    return read(async (abortSignal) => {
      const { OpenIDConnectProviderList = [] } = await this.#iam.send(command, { abortSignal });
      return OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? []);
    });
  }

  /** The client IDs that an OIDC provider lists. */
  async clientIds(OpenIDConnectProviderArn: string): Promise<Reading<readonly string[]>> {
    const command = new this.#sdks.iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn });
    return read(async (abortSignal) => {
      const { ClientIDList = [] } = await this.#iam.send(command, { abortSignal });
      return ClientIDList;
    });
  }

  /** The ARN of a role, with its path. */
  async roleArn(RoleName: string): Promise<Reading<string>> {
    const command = new this.#sdks.iam.GetRoleCommand({ RoleName });
    return read(async (abortSignal) => {
      const { Role } = await this.#iam.send(command, { abortSignal });
      return Role?.Arn ?? "";
    });
  }

  /** The account's numbers and quotas, by the names of `GetAccountSummary`. */
  async summary(): Promise<Reading<Readonly<Record<string, number>>>> {
    const command = new this.#sdks.iam.GetAccountSummaryCommand({});
    return read(async (abortSignal) => {
      const { SummaryMap = {} } = await this.#iam.send(command, { abortSignal });
      return SummaryMap;
    });
  }

  /** Which actions on a resource IAM's simulator does not allow a principal. */
  async denied(
    PolicySourceArn: string,
    ActionNames: readonly string[],
    resource: string,
  ): Promise<Reading<readonly string[]>> {
    const { paginateSimulatePrincipalPolicy } = this.#sdks.iam;
    return read(async (abortSignal) => {
      const denied: string[] = [];
      const pages = paginateSimulatePrincipalPolicy(
        { client: this.#iam },
        { PolicySourceArn, ActionNames: [...ActionNames], ResourceArns: [resource] },
        { abortSignal },
      );
      for await (const { EvaluationResults = [] } of pages) {
        const refused = EvaluationResults.filter(({ EvalDecision }) => EvalDecision !== "allowed");
        denied.push(...refused.map(({ EvalActionName = "" }) => EvalActionName));
      }
      return denied;
    });
  }
}

async function read<T>(request: (abortSignal: AbortSignal) => Promise<T>): Promise<Reading<T>> {
  const abortSignal = AbortSignal.timeout(REQUEST_LIMIT);
  try {
    return { value: await request(abortSignal) };
  } catch (error) {
    if (abortSignal.aborted) {
      return { refused: `no answer within ${REQUEST_LIMIT / 1000} seconds` };
    }
    const { name, message, code } = error as { name: string; message: string; code?: string };
    const known = name === "Error" ? (code ?? name) : name.replace(/Exception$/, "");
    return { refused: refusalText(`${known}: ${message}`) };
  }
}
