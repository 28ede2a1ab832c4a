import assert from "node:assert/strict";
import {
  CreateUserCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { AwsDouble } from "../../../lab/aws";
import { ACCOUNT, clientOf } from "../../../lab/testing/federation";
import { INSTALL_LIMIT, labPython } from "../../../lab/testing/lab-python";
import { createRecoverer } from "./recoverer";
import { RecoveryPage } from "./recovery-page";

describe("Who recovers", () => {
  let aws: AwsDouble;
  let iam: IAMClient;
  let deployer: IAMClient;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    const { python } = await labPython();
    const resolve = (url: string): string => url;
    aws = await AwsDouble.start({ python, resolve, accountId: ACCOUNT, region: "eu-west-1", buckets: {} });
    deployer = clientOf(aws.environment());
    iam = clientOf(await createRecoverer(aws, (await RecoveryPage.read()).furtherActions));
  });

  after(async () => {
    iam.destroy();
    deployer.destroy();
    await aws.stop();
  });

  it("may list roles, as the page says, which the deployer may not", async () => {
    assert.deepEqual((await iam.send(new ListRolesCommand())).Roles, []);
    await assert.rejects(deployer.send(new ListRolesCommand()), { name: "AccessDenied" });
  });

  it("may do what the deployer may, and nothing that neither policy names", async () => {
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand());
    assert.deepEqual(OpenIDConnectProviderList, []);
    await assert.rejects(iam.send(new CreateUserCommand({ UserName: "another" })), { name: "AccessDenied" });
  });
});
