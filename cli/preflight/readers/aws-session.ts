/** The calls to STS and IAM that the AWS checks of `preflight` share. */
import type { IAMClient } from "@aws-sdk/client-iam";
import { awsClient, type AwsClientOptions, type AwsProfile, SHORT } from "../../clouds/aws/aws-client";
import { refusal } from "../../clouds/aws/aws-refusal";
import { type AwsIdentity, callerIdentity } from "../../clouds/aws/caller-identity";
import type { Reading } from "../../clouds/reading";
import type { Sdks } from "../../clouds/sdks";

/** A login to AWS. It only reads. */
export class AwsSession {
  readonly #sdks: Sdks<"iam" | "sts">;
  readonly #login: AwsClientOptions;
  readonly #iam: IAMClient;

  constructor(sdks: Sdks<"iam" | "sts">, login: AwsProfile) {
    this.#sdks = sdks;
    this.#login = { ...login, patience: SHORT };
    this.#iam = awsClient(sdks.iam.IAMClient, this.#login);
  }

  /** Who is signed in. */
  async identity(): Promise<Reading<AwsIdentity>> {
    return read(() => callerIdentity(this.#sdks, this.#login));
  }

  /** The region of the options, the environment, or the profile. */
  async region(): Promise<string | undefined> {
    const { config } = awsClient(this.#sdks.iam.IAMClient, { ...this.#login, isRegional: true });
    return config.region().catch(() => undefined);
  }

  /** The ARNs of the account's OIDC providers. */
  async oidcProviders(): Promise<Reading<readonly string[]>> {
    const command = new this.#sdks.iam.ListOpenIDConnectProvidersCommand({});
    return read(async () => {
      const { OpenIDConnectProviderList = [] } = await this.#iam.send(command);
      return OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? []);
    });
  }

  /** The client IDs that an OIDC provider lists. */
  async clientIds(OpenIDConnectProviderArn: string): Promise<Reading<readonly string[]>> {
    const command = new this.#sdks.iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn });
    return read(async () => {
      const { ClientIDList = [] } = await this.#iam.send(command);
      return ClientIDList;
    });
  }

  /** The ARN of a role, with its path. */
  async roleArn(RoleName: string): Promise<Reading<string>> {
    const command = new this.#sdks.iam.GetRoleCommand({ RoleName });
    return read(async () => {
      const { Role } = await this.#iam.send(command);
      return Role?.Arn ?? "";
    });
  }

  /** The account's numbers and quotas, by the names of `GetAccountSummary`. */
  async summary(): Promise<Reading<Readonly<Record<string, number>>>> {
    const command = new this.#sdks.iam.GetAccountSummaryCommand({});
    return read(async () => {
      const { SummaryMap = {} } = await this.#iam.send(command);
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
    return read(async () => {
      const denied: string[] = [];
      const pages = paginateSimulatePrincipalPolicy(
        { client: this.#iam },
        { PolicySourceArn, ActionNames: [...ActionNames], ResourceArns: [resource] },
      );
      for await (const { EvaluationResults = [] } of pages) {
        const refused = EvaluationResults.filter(({ EvalDecision }) => EvalDecision !== "allowed");
        denied.push(...refused.map(({ EvalActionName = "" }) => EvalActionName));
      }
      return denied;
    });
  }
}

async function read<T>(request: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await request() };
  } catch (error) {
    return { refused: refusal(error, "").message };
  }
}
