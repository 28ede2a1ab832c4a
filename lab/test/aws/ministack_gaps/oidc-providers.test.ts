import assert from "node:assert/strict";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  type CreateOpenIDConnectProviderCommandInput,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { AwsDouble } from "../../../aws/aws-double";
import { ACCOUNT, clientOf, TENANT, V1 } from "../../../testing/federation";
import { INSTALL_LIMIT, labPython } from "../../../testing/lab-python";

const arn = (url: string): string => `arn:aws:iam::${ACCOUNT}:oidc-provider/${url.replace("https://", "")}`;

describe("IAM OpenID Connect providers of the AWS double", () => {
  let aws: AwsDouble;
  let iam: IAMClient;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    const { python } = await labPython();
    const resolve = (url: string): string => url;
    aws = await AwsDouble.start({ python, resolve, accountId: ACCOUNT, region: "eu-west-1", buckets: {} });
    iam = clientOf(aws.rootEnvironment());
  });

  after(async () => {
    iam.destroy();
    await aws.stop();
  });

  async function create(input: CreateOpenIDConnectProviderCommandInput): Promise<string> {
    return (await iam.send(new CreateOpenIDConnectProviderCommand(input))).OpenIDConnectProviderArn ?? "";
  }

  async function remove(url: string): Promise<void> {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn(url) }));
  }

  it("keep the issuer's trailing slash, so that with and without are two", async () => {
    const bare = V1.slice(0, -1);
    assert.deepEqual([await create({ Url: V1 }), await create({ Url: bare })], [arn(V1), arn(bare)]);
    await remove(V1);
    await remove(bare);
  });

  it("are one an issuer and account", async () => {
    await create({ Url: V1 });
    await assert.rejects(create({ Url: V1 }), {
      name: "EntityAlreadyExistsException",
      message: `Provider with url ${V1} already exists.`,
    });
    await remove(V1);
  });

  it("get one thumbprint from IAM when none is given, always the same", async () => {
    const thumbprints = async (): Promise<string[]> => {
      await create({ Url: V1 });
      const { ThumbprintList } = await iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn(V1) }),
      );
      await remove(V1);
      return ThumbprintList ?? [];
    };
    const first = await thumbprints();
    assert.equal(first.length, 1);
    assert.match(first[0] ?? "", /^[0-9a-f]{40}$/);
    assert.deepEqual(await thumbprints(), first);
  });

  const refused: readonly (readonly [string, CreateOpenIDConnectProviderCommandInput, string, string])[] = [
    [
      "a URL without a scheme",
      { Url: `sts.windows.net/${TENANT}/` },
      "ValidationError",
      "Invalid Open ID Connect Provider URL",
    ],
    [
      "plain http",
      { Url: `http://sts.windows.net/${TENANT}/` },
      "InvalidInputException",
      "Invalid Open ID Connect Provider URL. The URL must begin with https://.",
    ],
    [
      "a port",
      { Url: "https://issuer.example:8443" },
      "InvalidInputException",
      "Invalid Open ID Connect Provider URL.",
    ],
    [
      "a URL over 255 characters",
      { Url: `https://issuer.example/${"a".repeat(233)}` },
      "ValidationError",
      "1 validation error detected: Value at 'url' failed to satisfy constraint: " +
        "Member must have length less than or equal to 255",
    ],
    [
      "a client ID over 255 characters",
      { Url: V1, ClientIDList: ["a".repeat(256)] },
      "ValidationError",
      "1 validation error detected: Value at 'clientID' failed to satisfy constraint: " +
        "Member must have length less than or equal to 255",
    ],
    [
      "more than 100 client IDs",
      { Url: V1, ClientIDList: Array.from({ length: 101 }, (_, index) => `client-${index}`) },
      "LimitExceededException",
      "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
    ],
    [
      "a thumbprint of 39 characters",
      { Url: V1, ThumbprintList: ["a".repeat(39)] },
      "InvalidInputException",
      "Thumbprint must be exactly 40 characters.",
    ],
  ];
  for (const [what, input, name, message] of refused) {
    it(`refuse ${what}`, async () => {
      await assert.rejects(create(input), { name, message });
      assert.equal((await aws.counts()).oidcProviders, 0);
    });
  }

  it("take a URL of 255 characters and 100 client IDs, and no 101st later", async () => {
    const Url = `https://issuer.example/${"a".repeat(232)}`;
    await create({ Url, ClientIDList: Array.from({ length: 100 }, (_, index) => `client-${index}`) });
    const add = new AddClientIDToOpenIDConnectProviderCommand({
      OpenIDConnectProviderArn: arn(Url),
      ClientID: "new",
    });
    await assert.rejects(iam.send(add), { name: "LimitExceededException" });
    await remove(Url);
  });

  it("that do not exist are not found by their ARN", async () => {
    await assert.rejects(
      iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn(V1) })),
      {
        name: "NoSuchEntityException",
        message: `OpenIDConnect Provider not found for arn ${arn(V1)}`,
      },
    );
  });
});
