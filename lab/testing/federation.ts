/** A double with an Entra-like issuer, its IAM OIDC provider and a role: what most tests of STS start from. */
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AwsDouble } from "../aws/aws-double";
import { describeWith } from "./describe-with";
import { labPython } from "./lab-python";
import { type IssuerKey, issuerKey, OidcIssuer, signToken } from "./oidc-issuer";
import { startOrStop, stoppedBy } from "./start-or-stop";

export const ACCOUNT = "111122223333";
export const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
export const AUDIENCE = `api://${TENANT}/aws`;
export const SUBJECT = "d0a1f7c2-5b3e-4a6d-8c9f-1e2d3c4b5a69";
export const CLIENT_ID = "4b7c6d5e-9f8a-4b3c-a2d1-0e9f8a7b6c5d";
export const V1 = `https://sts.windows.net/${TENANT}/`;
export const V2 = `https://login.microsoftonline.com/${TENANT}/v2.0`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/DevTeam-S3ReadOnlyAccess`;

/** One allow statement for an issuer's OIDC provider. */
export function trustPolicy(issuer: string, condition?: object): string {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer.replace("https://", "")}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** `StringEquals` on audience and subject. */
export function exactly(issuer: string, audience: string, subject: string): object {
  const name = issuer.replace("https://", "");
  return { StringEquals: { [`${name}:aud`]: audience, [`${name}:sub`]: subject } };
}

const READ_REPORTS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::devteam-reports" },
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::devteam-reports/*" },
  ],
});

/** Claims of a managed identity's version 1 token; changes replace claims, undefined removes them. */
export function v1Claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: V1,
    aud: AUDIENCE,
    sub: SUBJECT,
    oid: SUBJECT,
    tid: TENANT,
    appid: CLIENT_ID,
    ver: "1.0",
  };
  return { ...claims, iat: now - 300, nbf: now - 300, exp: now + 86_400, ...changes };
}

/** What a {@link Federation} can have in addition to what each has. */
export interface FederationOptions {
  /** What AWS takes for the time. Default is `Date.now`. */
  readonly clock?: () => number;
  /** Whether STS says what is wrong with an unknown issuer or audience. Default is false. */
  readonly stsNamesReasons?: boolean;
  /** How long IAM takes to show the use of a key, in seconds. Default is not at all. */
  readonly lastUseDelay?: number;
  /** Whether CloudTrail's event history has the requests. Default is false. */
  readonly recordsEvents?: boolean;
}

/** Everything running; {@link Federation.stop} ends it. */
export class Federation {
  private constructor(
    readonly aws: AwsDouble,
    readonly issuer: OidcIssuer,
    readonly key: IssuerKey,
    /** Root client. */
    readonly iam: IAMClient,
    readonly bin: string,
  ) {}

  /** A role that trusts exactly one version 1 audience and subject and may read one of two buckets. */
  static async start({
    clock,
    stsNamesReasons,
    lastUseDelay,
    recordsEvents,
  }: FederationOptions = {}): Promise<Federation> {
    const { python, bin } = await labPython();
    const key = await issuerKey("key-1");
    return startOrStop(async (keep) => {
      const issuer = await OidcIssuer.listen(key);
      keep(stoppedBy(() => issuer.close()));
      const aws = keep(
        await AwsDouble.start({
          python,
          resolve: issuer.resolve,
          accountId: ACCOUNT,
          region: "eu-west-1",
          buckets: {
            "devteam-reports": { "2026/q3.csv": "region,revenue\n" },
            "payroll-archive": { "salaries.csv": "name\n" },
          },
          ...(clock === undefined ? {} : { clock }),
          ...(lastUseDelay === undefined ? {} : { lastUseDelay }),
          ...(recordsEvents === undefined ? {} : { recordsEvents }),
          ...(stsNamesReasons === undefined ? {} : { stsNamesReasons }),
        }),
      );
      const iam = clientOf(aws.rootEnvironment());
      keep(
        stoppedBy(() => {
          iam.destroy();
        }),
      );
      for (const [Url, ClientIDList] of [
        [V1, [AUDIENCE]],
        [V2, [CLIENT_ID]],
      ] as const) {
        await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [...ClientIDList] }));
      }
      const RoleName = "DevTeam-S3ReadOnlyAccess";
      const AssumeRolePolicyDocument = trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT));
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration: 7200 }));
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: "read", PolicyDocument: READ_REPORTS }),
      );
      return new Federation(aws, issuer, key, iam, bin);
    });
  }

  /** A token signed by the issuer. */
  async token(changes: Record<string, unknown> = {}): Promise<string> {
    return signToken(v1Claims(changes), this.key);
  }

  /** Replaces the role's trust policy. */
  async trust(policy: string): Promise<void> {
    const RoleName = "DevTeam-S3ReadOnlyAccess";
    await this.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policy }));
  }

  async stop(): Promise<void> {
    this.iam.destroy();
    await this.aws.stop();
    await this.issuer.close();
  }
}

/** An IAM client with the keys of one environment. */
export function clientOf(environment: ReturnType<AwsDouble["environment"]>): IAMClient {
  return new IAMClient({
    endpoint: environment.AWS_ENDPOINT_URL,
    region: environment.AWS_REGION,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    },
  });
}

/** Describes a subject with a {@link Federation} that runs while its tests do. */
export function describeWithFederation(
  title: string,
  options: FederationOptions,
  body: (this: Mocha.Suite, federation: () => Federation) => void,
): void {
  describeWith(title, () => Federation.start(options), body);
}
