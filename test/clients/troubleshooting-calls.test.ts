import assert from "node:assert/strict";
import path from "node:path";
import {
  CreateOpenIDConnectProviderCommand,
  type CreateOpenIDConnectProviderCommandInput,
  CreateRoleCommand,
  type CreateRoleCommandInput,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  STSClient,
} from "@aws-sdk/client-sts";
import { execa } from "execa";
import { botocoreText, exactPatternOf, javaScriptText } from "../../cli/explain/known-errors/known-error";
import { KNOWN_ERRORS } from "../../cli/explain/known-errors/known-errors";
import {
  ACCOUNT,
  AUDIENCE,
  describeWithFederation,
  exactly,
  type Federation,
  ROLE_ARN,
  SUBJECT,
  trustPolicy,
  V1,
} from "../../lab/testing/federation";

/** A call to AWS that is refused. */
type Call =
  | { readonly operation: "AssumeRoleWithWebIdentity"; readonly input: AssumeRoleWithWebIdentityCommandInput }
  | {
      readonly operation: "CreateOpenIDConnectProvider";
      readonly input: CreateOpenIDConnectProviderCommandInput;
    }
  | { readonly operation: "CreateRole"; readonly input: CreateRoleCommandInput };

/** How each entry of the manual is provoked, by its code. */
type Faults = Readonly<Record<string, (lab: Federation) => Promise<Call>>>;

const known = new Map(KNOWN_ERRORS.flatMap(({ errors }) => errors.map((error) => [error.code, error])));

/** Makes all calls that standard input lists, and prints the text of each error. */
const BOTO3 = `
import boto3, json, sys
from botocore import xform_name
texts = []
for call in json.load(sys.stdin):
    client = boto3.client("sts" if call["operation"].startswith("Assume") else "iam")
    try:
        getattr(client, xform_name(call["operation"]))(**call["input"])
        texts.append("no error")
    except Exception as error:
        texts.append(str(error))
print(json.dumps(texts))
`;

async function assume(
  lab: Federation,
  changes: Partial<AssumeRoleWithWebIdentityCommandInput> = {},
  claims: Record<string, unknown> = {},
): Promise<Call> {
  const WebIdentityToken = await lab.token(claims);
  return {
    operation: "AssumeRoleWithWebIdentity",
    input: { RoleArn: ROLE_ARN, RoleSessionName: "test", WebIdentityToken, ...changes },
  };
}

function role(RoleName: string, AssumeRolePolicyDocument: string): Promise<Call> {
  return Promise.resolve({ operation: "CreateRole", input: { RoleName, AssumeRolePolicyDocument } });
}

/** As AWS answers since June 2026. */
const FAULTS: Faults = {
  // The first, since STS keeps keys for a while.
  "verification-key-not-retrieved": async (lab) => {
    lab.issuer.status = 503;
    return assume(lab);
  },
  "web-identity-not-authorized": (lab) => assume(lab, {}, { sub: "someone-else" }),
  "web-identity-not-validated": (lab) => assume(lab, {}, { aud: "api://other" }),
  "web-identity-token-expired": (lab) => assume(lab, {}, { exp: Math.floor(Date.now() / 1000) - 360 }),
  "web-identity-claim-missing": (lab) => assume(lab, {}, { sub: undefined }),
  "web-identity-not-a-jwt": (lab) => assume(lab, { WebIdentityToken: "no-token" }),
  "session-longer-than-role-allows": (lab) => assume(lab, { DurationSeconds: 43_200 }),
  "role-arn-not-valid": (lab) => assume(lab, { RoleArn: `arn:aws:iam::${ACCOUNT}:user/someone` }),
  "iam-provider-exists": () =>
    Promise.resolve({
      operation: "CreateOpenIDConnectProvider",
      input: { Url: V1, ClientIDList: [AUDIENCE] },
    }),
  "iam-role-exists": () => role("DevTeam-S3ReadOnlyAccess", trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT))),
  "iam-principal-not-valid": () =>
    role(
      "principal",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    ),
  "iam-trust-policy-too-long": () => role("long", trustPolicy(V1, exactly(V1, AUDIENCE, "x".repeat(2048)))),
};

/** As AWS answered before June 2026. */
const FORMER_FAULTS: Faults = {
  "oidc-provider-not-found": (lab) => assume(lab, {}, { iss: "https://issuer.example/" }),
  "token-audience-not-listed": (lab) => assume(lab, {}, { aud: "api://other" }),
};

function describeCalls(title: string, stsNamesReasons: boolean, faults: Faults): void {
  describeWithFederation(title, { stsNamesReasons }, function (lab) {
    this.timeout(120_000);
    const texts = new Map<string, Record<"cli" | "boto3" | "javaScript", string>>();

    before("provoke each error with each client", async () => {
      const environment = {
        ...lab().aws.rootEnvironment(),
        PATH: `${lab().bin}:${process.env.PATH ?? ""}`,
        AWS_EC2_METADATA_DISABLED: "true",
        HOME: "/nonexistent",
      };
      const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = environment;
      const sts = new STSClient({
        endpoint,
        region,
        credentials: { accessKeyId: "x", secretAccessKey: "x" },
      });
      for (const [code, prepare] of Object.entries(faults)) {
        const call = await prepare(lab());
        const [cli, boto3, javaScript] = [
          await awsCli(call, environment),
          await viaBoto3(call, path.join(lab().bin, "python"), environment),
          await viaJavaScript(call, sts, lab()),
        ];
        texts.set(code, { cli, boto3, javaScript });
        lab().issuer.status = 200;
      }
      sts.destroy();
    });

    for (const code of Object.keys(faults)) {
      it(`are the manual's for ${code}`, () => {
        const { text, call } = known.get(code) ?? assert.fail(`no entry ${code}`);
        assert.ok(call !== undefined);
        const { cli, boto3, javaScript } = texts.get(code) ?? assert.fail("not provoked");
        const botocore = exactPatternOf(botocoreText(call, text));
        assert.match(cli.trim(), botocore);
        assert.match(boto3, botocore);
        assert.match(javaScript, exactPatternOf(javaScriptText(call, text)));
      });
    }
  });
}

type Environment = Readonly<Record<string, string>>;

async function awsCli({ operation, input }: Call, env: Environment): Promise<string> {
  const service = operation.startsWith("Assume") ? "sts" : "iam";
  const command = {
    AssumeRoleWithWebIdentity: "assume-role-with-web-identity",
    CreateOpenIDConnectProvider: "create-open-id-connect-provider",
    CreateRole: "create-role",
  }[operation];
  const args = [service, command, "--cli-input-json", JSON.stringify(input)];
  const { stderr } = await execa("aws", args, { env, extendEnv: false, reject: false });
  return stderr;
}

async function viaBoto3(call: Call, python: string, env: Environment): Promise<string> {
  const { stdout } = await execa(python, ["-c", BOTO3], {
    env,
    extendEnv: false,
    input: JSON.stringify([call]),
  });
  return (JSON.parse(stdout) as string[])[0] ?? "";
}

async function viaJavaScript(
  { operation, input }: Call,
  sts: STSClient,
  { iam }: Federation,
): Promise<string> {
  try {
    if (operation === "AssumeRoleWithWebIdentity") {
      await sts.send(new AssumeRoleWithWebIdentityCommand(input));
    } else if (operation === "CreateRole") {
      await iam.send(new CreateRoleCommand(input));
    } else {
      await iam.send(new CreateOpenIDConnectProviderCommand(input));
    }
    return "no error";
  } catch (error) {
    return String(error);
  }
}

describeCalls("The texts of refused calls in AWS CLI, boto3, and JavaScript v3", false, FAULTS);
describeCalls("The texts of refused calls before June 2026", true, FORMER_FAULTS);

describe("The entries of the manual that name a refused call", () => {
  it("are all provoked", () => {
    const named = [...known.values()].filter(({ call }) => call !== undefined).map(({ code }) => code);
    assert.deepEqual(named.sort(), [...Object.keys(FAULTS), ...Object.keys(FORMER_FAULTS)].sort());
  });
});
