import type { IAMClient } from "@aws-sdk/client-iam";
import type { Reading } from "../reading";
import { refusalText } from "../../clouds/refusal-text";
import type { Sdks } from "./sdks";

/** How long one request may take with all its retries, in milliseconds. */
const REQUEST_LIMIT = 20_000;

/** Tries for each request: somebody waits for the report. */
const ATTEMPTS = 3;

/** IAM is the same in all regions of a partition; one signs where none is configured. Source: AWS, "IAM endpoints and quotas". */
const DEFAULT_REGION = "us-east-1";

/** What the SDK is to use instead of what the environment says. */
export interface AwsLogin {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** Who is signed in to AWS. */
export interface AwsIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly partition: string;
}

/** A login to AWS. It only reads. */
export class AwsSession {
  readonly #sdks: Sdks;
  readonly #options: object;
  readonly #iam: IAMClient;

  constructor(sdks: Sdks, { profile, region }: AwsLogin) {
    this.#sdks = sdks;
    this.#options = {
      maxAttempts: ATTEMPTS,
      region: region ?? regionOf(sdks, profile),
      ...(profile === undefined ? {} : { profile }),
    };
    this.#iam = new sdks.iam.IAMClient(this.#options);
  }

  /** Who is signed in. */
  async identity(): Promise<Reading<AwsIdentity>> {
    const { STSClient, GetCallerIdentityCommand } = this.#sdks.sts;
    const sts = new STSClient(this.#options);
    return read(async (abortSignal) => {
      const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
      return { accountId: Account, arn: Arn, partition: Arn.split(":")[1] ?? "aws" };
    });
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

/** The region that the SDK finds in the environment or the profile, else the default: another partition has other regions. */
function regionOf({ iam }: Sdks, profile: string | undefined): () => Promise<string> {
  const { config } = new iam.IAMClient(profile === undefined ? {} : { profile });
  return () => config.region().catch(() => DEFAULT_REGION);
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
