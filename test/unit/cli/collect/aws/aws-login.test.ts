import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import * as iam from "@aws-sdk/client-iam";
import * as organizations from "@aws-sdk/client-organizations";
import * as sts from "@aws-sdk/client-sts";
import { AwsLogin } from "../../../../../cli/collect/aws/aws-login";
import { LoopbackServer } from "../../../../../lab/http";

const SDKS = { iam, organizations, sts };
const OWN = "111122223333";

describe("a login to AWS", () => {
  let server: LoopbackServer;
  let requests: string[];
  /** What is answered to each ListAccounts. */
  let pages: object[];
  let partition: string;
  const environment = { ...process.env };

  beforeEach(async () => {
    requests = [];
    pages = [];
    partition = "aws";
    server = await LoopbackServer.listen((incoming, response) => {
      void text(incoming).then((body) => {
        requests.push(body);
        if (String(incoming.headers["x-amz-target"]).endsWith(".ListAccounts")) {
          response
            .writeHead(200, { "content-type": "application/x-amz-json-1.1" })
            .end(JSON.stringify(pages.shift() ?? {}));
        } else if (body.includes("Action=GetCallerIdentity")) {
          response
            .writeHead(200, { "content-type": "text/xml" })
            .end(
              `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${OWN}</Account><Arn>arn:${partition}:iam::${OWN}:user/ada</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
            );
        } else {
          response
            .writeHead(403, { "content-type": "text/xml" })
            .end(
              "<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>",
            );
        }
      });
    });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: "us-gov-west-1",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "a secret",
    });
  });

  afterEach(async () => {
    for (const name of ["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
      const value = environment[name];
      if (value === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = value;
      }
    }
    await server.close();
  });

  it("lists the active accounts of an organization, by their state or, in older answers, their status", async () => {
    const account = (id: string, further: object) => ({
      Id: id,
      Name: `account-${id}`,
      Arn: `arn:aws-us-gov:organizations::${OWN}:account/o-example123/${id}`,
      ...further,
    });
    pages = [
      {
        Accounts: [
          account(OWN, { State: "ACTIVE" }),
          account("222233334444", { Status: "ACTIVE" }),
          account("333344445555", { State: "SUSPENDED" }),
          account("444455556666", { Status: "SUSPENDED" }),
        ],
        NextToken: "more",
      },
      {
        Accounts: [
          account("555566667777", { State: "CLOSED", Status: "ACTIVE" }),
          account("666677778888", { State: "ACTIVE", Status: "ACTIVE" }),
          account("777788889999", { State: "PENDING_ACTIVATION" }),
          account("888899990000", {}),
        ],
      },
    ];
    const login = await AwsLogin.signIn(SDKS, undefined);
    const found = await login.organizationAccounts();
    assert.deepEqual(
      found.map(({ id, organizationId }) => [id, organizationId]),
      [
        [OWN, "o-example123"],
        ["222233334444", "o-example123"],
        ["666677778888", "o-example123"],
        // What an older SDK makes of an answer with a state.
        ["888899990000", "o-example123"],
      ],
    );
  });

  for (const name of ["aws", "aws-us-gov", "aws-cn"]) {
    it(`assumes roles in the partition ${name} of its own ARN`, async () => {
      partition = name;
      const login = await AwsLogin.signIn(SDKS, undefined);
      const client = login.iam("222233334444", { name: "team/collect", externalId: undefined });
      const arn = `arn:${name}:iam::222233334444:role/team/collect`;
      await assert.rejects(client.send(new iam.ListUsersCommand({})), {
        name: "CloudError",
        state: "refused",
        needs: `sts:AssumeRole on ${arn}`,
      });
      const sent = new URLSearchParams(requests.at(-1));
      assert.deepEqual([sent.get("RoleArn"), sent.get("ExternalId")], [arn, null]);
    });
  }

  it("assumes roles with the external ID that their trust policies demand", async () => {
    const login = await AwsLogin.signIn(SDKS, undefined);
    const client = login.iam("222233334444", { name: "collect", externalId: "contoso:audit" });
    await assert.rejects(client.send(new iam.ListUsersCommand({})), { name: "CloudError" });
    assert.equal(new URLSearchParams(requests.at(-1)).get("ExternalId"), "contoso:audit");
  });
});
