/** Each fault of the chain, provoked in the lab: the whole report of `--diagnose`. No engine is involved. */
import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import {
  guestPaths,
  type GuestProfile,
  renderAwsConfig,
  renderInstallScript,
} from "../../credential-helper/index";
import { AwsDouble } from "../../lab/aws";
import { AzureLab, IDENTITY, TENANT_ID, virtualMachine, VM } from "../../lab/testing/azure-lab";
import { labPython } from "../../lab/testing/lab-python";
import { startOrStop, stoppedBy } from "../../lab/testing/start-or-stop";
import { fastHelperPath } from "../unit/credential-helper/helper/run-helper";
import { said } from "../unit/credential-helper/helper/said";

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const V1 = `https://sts.windows.net/${TENANT_ID}/`;
const V2 = `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
const AUDIENCE = `api://${TENANT_ID}/aws`;
const AUDIENCE_V2 = `api://${TENANT_ID}/aws-v2`;
const RESTRICTED = `api://${TENANT_ID}/restricted`;
const UNKNOWN = `api://${TENANT_ID}/unknown`;
const STRANGER = "99999999-8888-4777-8666-555555555555";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${V1.replace("https://", "")}`;
const DENIED =
  "AWS STS at HOST answered 403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";
const NOT_VALIDATED =
  "AWS STS at HOST answered 400 InvalidIdentityToken: The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.";
const IMDS = "Azure's instance metadata service";

/** What a report says, besides what every report does. */
interface Expected {
  /** The profile's settings that differ from the usual ones. */
  readonly profile?: Partial<GuestProfile>;
  /** Why there is no token. */
  readonly token?: string;
  /** Whether the token has `azp`, which AWS compares in place of `aud`. */
  readonly azp?: true;
  /** Checks that differ, by their names. */
  readonly differs?: Readonly<Record<string, string>>;
  /** What AWS answers. */
  readonly sts?: string;
  /** The lines from "Result:" on. */
  readonly end: readonly string[];
}

const FAILED = "Result: no credentials. The lines marked with ! say why.";

describe("--diagnose on a VM of the lab", function () {
  this.timeout(60_000);
  let lab: Awaited<ReturnType<typeof start>>;

  before(async function () {
    this.timeout(600_000); // The lab's Python packages are fetched when there are none yet.
    lab = await start();
  });
  after(() => lab.stop());

  /** The lines of a report, with what differs between runs replaced. */
  async function report(
    profile: Partial<GuestProfile> = {},
    { env = {}, clock = 0 }: { env?: Record<string, string>; clock?: number } = {},
  ): Promise<string[]> {
    const folder = await mkdtemp(join(lab.vm.folder, "tmp/diagnose-"));
    const config = join(folder, "config");
    const helper = join(lab.vm.folder, guestPaths.helper);
    await writeFile(config, renderAwsConfig([{ ...lab.profile, ...profile }]));
    const settings = JSON.stringify({ "web.FIRST_PAUSE_SECONDS": 0.01, clock });
    const { exitCode, stdout, stderr } = await lab.vm.run(
      ["python3", "-IS", fastHelperPath, settings, helper, "--diagnose", "--profile", "reports"],
      { env: { AWS_CONFIG_FILE: config, XDG_CACHE_HOME: folder, ...env } },
    );
    assert.equal(stderr, "");
    const lines = stdout
      .replaceAll(folder, "FOLDER")
      .replaceAll(lab.vm.folder, "")
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME")
      .replaceAll(/http:\/\/(127\.0\.0\.1|169\.254[.\d]+):\d+/g, "http://HOST")
      .replaceAll(/\((127\.0\.0\.1):\d+\)/g, "(HOST)")
      .replaceAll("AWS STS at 127.0.0.1", "AWS STS at HOST")
      .replaceAll(/expired \d+ s ago/g, "expired N s ago")
      .split("\n");
    assert.equal(lines.pop(), "");
    assert.equal(exitCode, lines.includes("Result: it works") ? 0 : 1);
    return lines;
  }

  /** Asserts all of a report but the source and the claims, which other tests show. */
  function assertReport(
    lines: readonly string[],
    { profile, token, azp, differs = {}, sts, end }: Expected,
  ): void {
    const expected = { ...lab.profile, ...profile };
    const from = lines.indexOf("Expected by the command line");
    const check = (name: string) => {
      const difference = differs[name];
      return difference === undefined
        ? [`  ok        ${name}`]
        : [`! differs   ${name}`, `            ${difference}`];
    };
    const noToken = "  not asked: there is no token";
    const accepted = ["  http://HOST accepted the token: a session until TIME"];
    assert.deepEqual(lines.slice(from), [
      "Expected by the command line",
      `  issuer    ${expected.issuer}`,
      `  audience  ${expected.audience}`,
      `  clientId  ${expected.clientId}`,
      `  subject   ${expected.subject}`,
      "",
      "Token against the command line",
      ...(token === undefined
        ? [
            ...["issuer (iss)", "audience (aud)", "subject (sub)", "expiry (exp)"].flatMap((name) =>
              check(name === "audience (aud)" && azp ? "azp" : name),
            ),
            "  unchecked app role (roles)",
            "            The token has no app role. Either the application does not require an assignment, or the token is not Entra's.",
          ]
        : ["  not compared: there is no token"]),
      "",
      "AWS STS, which alone knows what the role trusts",
      ...(token !== undefined
        ? [noToken]
        : sts === undefined
          ? [...accepted, lines.find((line) => line.startsWith("  as arn:"))]
          : [`! ${sts}`]),
      "",
      "Cache",
      "  FOLDER/azure-to-aws: empty",
      "",
      "Earlier calls, which may no longer apply",
      "  no failure and no warning noted",
      "",
      ...end,
    ]);
    const head = lines.slice(0, from);
    const at = head.indexOf("Token");
    assert.deepEqual(at === -1 ? [] : head.slice(at), token === undefined ? [] : ["Token", `! ${token}`, ""]);
  }

  const denied = (fields: Readonly<Record<string, string>>) =>
    said("sts-access-denied", {
      issuer: V1,
      audience: AUDIENCE,
      subject: lab.profile.subject,
      age: "",
      reply: DENIED,
      ...fields,
    });
  const TRUST =
    "Waiting helps for some minutes after the role was created. It does not help if the role is missing or suspended, or if its trust policy has another provider, audience, or subject.";

  it("reports a chain that works", async () => {
    assertReport(await report(), {
      end: ["Result: it works", "Next, on this machine:", "  aws sts get-caller-identity --profile reports"],
    });
  });

  it("reports an identity that the VM does not have", async () => {
    const profile = { clientId: STRANGER };
    assertReport(await report(profile), {
      profile,
      token: said("identity-not-on-vm", {
        client: STRANGER,
        reply: `${IMDS} answered 400: invalid_request - Identity not found`,
      }),
      end: [
        FAILED,
        "Waiting does not help while the identity is not attached.",
        "Next, where you run pulumi:",
        "  pulumi preview --refresh",
      ],
    });
  });

  it("reports an identity that is not assigned, and that waiting can help", async () => {
    const profile = { audience: RESTRICTED };
    const lines = await report(profile);
    const words = /(Azure's instance metadata service answered 400: .*AADSTS501051.*) \[/.exec(
      lines.join("\n"),
    );
    assertReport(lines, {
      profile,
      token: said("entra-not-assigned", { audience: RESTRICTED, reply: words?.[1] ?? "" }),
      end: [
        FAILED,
        "Waiting helps for some minutes after the assignment was created. It does not help while the assignment is missing.",
        "Next, where you run pulumi:",
        "  pulumi preview --refresh",
      ],
    });
  });

  it("reports an audience that the tenant does not know", async () => {
    const profile = { audience: UNKNOWN };
    const lines = await report(profile);
    const words = /(Azure's instance metadata service answered 400: .*AADSTS500011.*) \[/.exec(
      lines.join("\n"),
    );
    assertReport(lines, {
      profile,
      token: said("entra-no-service-principal", { audience: UNKNOWN, reply: words?.[1] ?? "" }),
      end: [
        FAILED,
        "Waiting helps for some minutes after the service principal was created. It does not help against a wrong value or a missing service principal.",
        "Next, where you use the Azure CLI:",
        `  az ad sp show --id ${UNKNOWN}`,
      ],
    });
  });

  it("reports a token of version 2 where version 1 is expected, and no other cause", async () => {
    const profile = { audience: AUDIENCE_V2 };
    assertReport(await report(profile), {
      profile,
      differs: {
        "issuer (iss)": said("token-issuer-version", {
          found_version: "2",
          wanted_version: "1",
          wanted: V1,
          found: V2,
        }),
      },
      azp: true,
      sts: said("sts-refused-too", { reply: NOT_VALIDATED }),
      end: [
        FAILED,
        "Waiting helps for up to 24 h after the application's token version was changed, because Azure reuses tokens. Otherwise it does not help.",
        "Next, where you use the Azure CLI:",
        `  az ad app show --id ${AUDIENCE_V2} --query api.requestedAccessTokenVersion`,
      ],
    });
  });

  // AWS answers both with the same words.
  const notValidated = {
    sts: said("sts-not-validated", {
      account: ACCOUNT,
      issuer: V1,
      audience: AUDIENCE,
      age: "",
      reply: NOT_VALIDATED,
    }),
    end: [
      FAILED,
      "Waiting helps for some minutes after the provider was created. It does not help if the provider is missing or does not list the audience.",
      "Next, where you use the AWS CLI and this package:",
      `  aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${PROVIDER}`,
    ],
  };

  it("reports a missing provider", async () => {
    await lab.iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER }));
    try {
      assertReport(await report(), notValidated);
    } finally {
      await lab.createProvider();
    }
  });

  it("reports a client ID that the provider does not list", async () => {
    const change = { OpenIDConnectProviderArn: PROVIDER, ClientID: AUDIENCE };
    await lab.iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand(change));
    try {
      assertReport(await report(), notValidated);
    } finally {
      await lab.iam.send(new AddClientIDToOpenIDConnectProviderCommand(change));
    }
  });

  for (const [name, role] of Object.entries({
    "a trust policy with another subject": "other-subject",
    "a suspended role": "suspended",
    "a role that does not exist": "missing",
  })) {
    it(`reports ${name}, with the command that compares the token with the role`, async () => {
      const profile = { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}` };
      const claims = JSON.stringify({ iss: V1, aud: AUDIENCE, sub: lab.profile.subject });
      const command = `aws iam get-role --role-name ${role} --output json | npx @azure-to-aws/cli explain --trust - --claims '${claims}'`;
      assertReport(await report(profile), {
        profile,
        sts: denied({ role: profile.roleArn }),
        end: [FAILED, TRUST, "Next, where you use the AWS CLI and this package:", `  ${command}`],
      });
    });
  }

  it("reports a region without STS", async () => {
    const body =
      "<ErrorResponse><Error><Type>Sender</Type><Code>RegionDisabledException</Code><Message>STS is not activated in this region</Message></Error></ErrorResponse>";
    lab.aws.faults.add({
      route: /^AssumeRoleWithWebIdentity$/,
      fault: { kind: "answer", answer: { status: 403, body } },
    });
    try {
      assertReport(await report(), {
        sts: said("sts-region-disabled", {
          region: REGION,
          reply: "AWS STS at HOST answered 403 RegionDisabledException: STS is not activated in this region",
        }),
        end: [
          FAILED,
          "Waiting does not help.",
          "Next, where you use the AWS CLI and this package:",
          `  aws account get-region-opt-status --region-name ${REGION}`,
        ],
      });
    } finally {
      lab.aws.faults.clear();
    }
  });

  it("reports a clock that is ahead", async () => {
    const lines = await report({}, { clock: 2 * 86_400 });
    assertReport(lines, {
      differs: { "expiry (exp)": said("token-expired", { seconds: "N" }) },
      sts: said("sts-clock", { expires: "TIME" }),
      end: [
        FAILED,
        "Waiting does not help if this machine's clock is ahead.",
        "Next, on this machine:",
        "  timedatectl status",
      ],
    });
  });

  it("reports that there is no way to AWS", async () => {
    assertReport(await report({}, { env: { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" } }), {
      sts: said("service-unreachable", {
        place: "AWS STS at HOST (HOST)",
        via: "",
        reason: "Connection refused",
      }),
      end: [
        FAILED,
        "Waiting helps if this is an outage or throttling. It does not help if a firewall, a route, or a proxy is the cause.",
        "Next, on this machine:",
        "  curl --verbose --max-time 10 http://HOST",
      ],
    });
  });

  it("reports that the metadata service is blocked", async () => {
    assertReport(await report({}, { env: { AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1" } }), {
      token: said("service-unreachable", { place: `${IMDS} (HOST)`, via: "", reason: "Connection refused" }),
      end: [
        FAILED,
        "Waiting helps if this is an outage or throttling. It does not help if a firewall, a route, or a proxy is the cause.",
        "Next, on this machine:",
        "  curl --noproxy '*' --max-time 10 --header Metadata:true 'http://HOST/metadata/instance?api-version=2021-02-01'",
      ],
    });
  });
});

/** Both clouds, a VM with the installed helper, and roles. Whoever started it stops it. */
async function start() {
  const { python, bin } = await labPython();
  return startOrStop(async (keep) => {
    const aws = keep(
      await AwsDouble.start({
        python,
        accountId: ACCOUNT,
        region: REGION,
        buckets: {},
        resolve: (url): string => azure.azure.resolve(url),
      }),
    );
    const azure: AzureLab = keep(await AzureLab.start({ egressTarget: aws.url, vmPath: [bin] }));
    await createApplication(azure, AUDIENCE);
    await createApplication(azure, AUDIENCE_V2, { api: { requestedAccessTokenVersion: 2 } });
    await createApplication(azure, RESTRICTED, {}, { appRoleAssignmentRequired: true });
    await azure.prepareNetwork();
    await azure.put(VM, virtualMachine());
    const { properties } = (await azure.arm("GET", IDENTITY)).body;
    const { clientId, principalId } = properties as { clientId: string; principalId: string };
    const root = aws.rootEnvironment();
    const iam = new IAMClient({
      endpoint: root.AWS_ENDPOINT_URL,
      region: root.AWS_REGION,
      credentials: { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY },
    });
    keep(
      stoppedBy(() => {
        iam.destroy();
      }),
    );
    const createProvider = async () => {
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url: V1, ClientIDList: [AUDIENCE] }));
    };
    await createProvider();
    await createRole(iam, "reports", "Allow", principalId);
    await createRole(iam, "other-subject", "Allow", STRANGER);
    await createRole(iam, "suspended", "Deny", principalId);
    const profile: GuestProfile = {
      profileName: "reports",
      roleArn: `arn:aws:iam::${ACCOUNT}:role/reports`,
      audience: AUDIENCE,
      issuer: V1,
      clientId,
      subject: principalId,
      region: REGION,
      durationSeconds: 3600,
    };
    const vm = azure.azure.vm("vm1");
    const script = renderInstallScript({ profiles: [profile] });
    const { exitCode, stderr } = await vm.runScript(script, { name: "install", timeoutMilliseconds: 60_000 });
    assert.equal(exitCode, 0, stderr);
    const stop = async (): Promise<void> => {
      iam.destroy();
      await azure.stop();
      await aws.stop();
    };
    return { aws, iam, vm, profile, createProvider, stop };
  });
}

async function createApplication(
  azure: AzureLab,
  audience: string,
  application: object = {},
  servicePrincipal: object = {},
): Promise<void> {
  const { body } = await azure.graph("POST", "/applications", {
    displayName: audience.split("/").at(-1),
    identifierUris: [audience],
    ...application,
  });
  await azure.graph("POST", "/servicePrincipals", { appId: body.appId, ...servicePrincipal });
}

async function createRole(iam: IAMClient, name: string, effect: string, subject: string): Promise<void> {
  const issuer = V1.replace("https://", "");
  const statement = {
    Effect: effect,
    Principal: { Federated: PROVIDER },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: AUDIENCE, [`${issuer}:sub`]: subject } },
  };
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    }),
  );
}
