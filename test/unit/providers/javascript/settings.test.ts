import assert from "node:assert/strict";
import { AzureToAwsError } from "../../../../providers/javascript/azure-to-aws-error";
import { readSettings } from "../../../../providers/javascript/settings";
import { AUDIENCE, ROLE, TOKEN } from "./stand-ins";

const CLIENT = "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10";

describe("the arguments of fromAzure", () => {
  const problems = (options: object, environment: NodeJS.ProcessEnv = {}): string => {
    try {
      readSettings(options, environment);
    } catch (error) {
      assert.ok(error instanceof AzureToAwsError);
      return error.message;
    }
    throw new Error("no problem");
  };

  it("come from the call, with defaults for what is optional", () => {
    assert.deepEqual(readSettings({ roleArn: ROLE, audience: AUDIENCE }, {}), {
      roleArn: ROLE,
      audience: AUDIENCE,
      clientId: undefined,
      region: "us-east-1",
      durationSeconds: 3600,
      sessionName: undefined,
    });
  });

  it("come from the environment where the call has none, and the call wins", () => {
    const environment = {
      AWS_ROLE_ARN: ROLE,
      AZURE_TO_AWS_AUDIENCE: AUDIENCE,
      AZURE_CLIENT_ID: CLIENT,
      AWS_REGION: "eu-west-1",
    };
    const all = {
      roleArn: ROLE,
      audience: AUDIENCE,
      clientId: CLIENT,
      region: "eu-west-1",
      durationSeconds: 3600,
      sessionName: undefined,
    };
    assert.deepEqual(readSettings({}, environment), all);
    const given = { region: "eu-central-1", durationSeconds: 900, sessionName: "orders" };
    assert.deepEqual(readSettings(given, environment), { ...all, ...given });
  });

  it("have the main region of the role's partition, and no region of another one", () => {
    const regionOf = (partition: string): string =>
      readSettings({ roleArn: ROLE.replace("aws", partition), audience: AUDIENCE }, { AWS_REGION: "" })
        .region;
    assert.deepEqual(["aws-cn", "aws-us-gov", "aws-eusc", "aws-iso"].map(regionOf), [
      "cn-northwest-1",
      "us-gov-west-1",
      "eusc-de-east-1",
      "us-iso-east-1",
    ]);
    const inPartition = (partition: string, region: string): void =>
      void readSettings({ roleArn: ROLE.replace("aws", partition), audience: AUDIENCE, region }, {});
    assert.doesNotThrow(() => {
      inPartition("aws-cn", "cn-north-1");
    });
    for (const [partition, region] of [
      ["aws", "cn-north-1"],
      ["aws-cn", "eu-west-1"],
      ["aws-us-gov", "us-east-1"],
    ] as const) {
      assert.throws(
        () => {
          inPartition(partition, region);
        },
        {
          code: "helper-region-partition",
          message: `region: of another partition than roleArn. Expected one of ${partition}; got "${region}". Pass another region, or set AWS_REGION [helper-region-partition]`,
        },
      );
    }
  });

  it("are refused all at once, each with what was expected, the value, and the fix", () => {
    const wrong = {
      roleArn: "orders",
      clientId: "orders-identity",
      durationSeconds: 60,
      sessionName: "a b",
    };
    assert.deepEqual(problems(wrong, { AWS_REGION: "Ireland" }).split("\n"), [
      'roleArn: invalid value. Expected an IAM role\'s ARN, arn:aws:iam::<account>:role/<name>; got "orders". Correct roleArn [helper-option-value]',
      "audience: missing. Expected the application ID URI, such as api://<tenant ID>/<name>, without /.default; got nothing. Pass audience, or set AZURE_TO_AWS_AUDIENCE [helper-option-missing]",
      'clientId: invalid value. Expected a GUID, the client ID of the managed identity; got "orders-identity". Correct clientId [helper-option-value]',
      'region: invalid value. Expected the name of an AWS region, such as eu-west-1; got "Ireland". Correct AWS_REGION [helper-option-value]',
      'durationSeconds: invalid value. Expected whole seconds, 900 to 43200; got "60". Correct durationSeconds [helper-option-value]',
      'sessionName: invalid value. Expected 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -; got "a b". Correct sessionName [helper-option-value]',
    ]);
  });

  it("accept the forms of AWS and Entra, and refuse near misses", () => {
    const accepted: readonly object[] = [
      { audience: "https://contoso.example/orders" },
      { roleArn: "arn:aws:iam::111122223333:role/team/orders" },
      { durationSeconds: 43_200 },
      { sessionName: "orders@host" },
      { clientId: CLIENT.toUpperCase() },
      { region: "eu-central-2" },
    ];
    const refused: readonly object[] = [
      { audience: `${AUDIENCE}/.default` },
      { audience: CLIENT },
      { audience: "api://a b" },
      { audience: "" },
      { roleArn: "arn:aws:iam::111122223333:user/orders" },
      { roleArn: "arn:aws:sts::111122223333:assumed-role/orders/x" },
      { roleArn: "arn:aws:iam::1111:role/orders" },
      { durationSeconds: 43_201 },
      { durationSeconds: 1000.5 },
      { durationSeconds: "3600s" },
      { sessionName: "x" },
      { sessionName: "x".repeat(65) },
      { clientId: `${CLIENT}0` },
      { region: "eu-west" },
    ];
    for (const options of accepted) {
      assert.doesNotThrow(() => readSettings({ roleArn: ROLE, audience: AUDIENCE, ...options }, {}));
    }
    for (const options of refused) {
      const [name = ""] = Object.keys(options);
      const message = problems({ roleArn: ROLE, audience: AUDIENCE, ...options });
      assert.ok(message.startsWith(`${name}: invalid value. `) && !message.includes("\n"), message);
    }
  });

  it("show no token that was given by mistake", () => {
    const message = problems({ roleArn: ROLE, audience: TOKEN });
    assert.match(message, /got "<token>"\. Correct audience \[helper-option-value\]$/);
  });
});
