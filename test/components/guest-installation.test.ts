import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { GuestInstallation } from "../../components";
import { renderAwsConfig, renderInstallScript } from "../../guest";
import { CLIENT_ID, declare, ISSUER, PRINCIPAL_ID, valueOf } from "./mock-clouds";

const PROFILE = {
  profileName: "DevTeam",
  roleArn: "arn:aws:iam::111122223333:role/devteam",
  audience: "api://x/y",
  clientId: CLIENT_ID,
  issuer: ISSUER,
  subject: PRINCIPAL_ID,
  region: "eu-west-1",
};
const ARGS = { resourceGroupName: "group", location: "westeurope", vmName: "app-vm", profiles: [PROFILE] };
const RENDERED = [{ ...PROFILE, durationSeconds: 3600 }];

describe("GuestInstallation", () => {
  it("runs the install script on the VM and fails the deployment when the script fails", async () => {
    const { resources, failures, result } = await declare(() => new GuestInstallation("app", ARGS));
    assert.deepEqual(failures, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:GuestInstallation", name: "app", inputs: {} },
      {
        type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
        name: "app-guest",
        inputs: {
          resourceGroupName: "group",
          location: "westeurope",
          vmName: "app-vm",
          source: { script: renderInstallScript({ profiles: RENDERED }) },
          treatFailureAsDeploymentFailure: true,
          timeoutInSeconds: 600,
        },
      },
    ]);
    assert.equal(await valueOf(result.awsConfig), renderAwsConfig(RENDERED));
  });

  it("refuses wrong values of a profile with their paths", async () => {
    const profiles = [{ ...PROFILE, profileName: "two words", subject: "app" }];
    await assert.rejects(
      declare(() => new GuestInstallation("app", { ...ARGS, profiles })),
      /2 arguments are wrong\n {2}profiles\[0\]\.profileName: .*; got "two words"\n {2}profiles\[0\]\.subject: /,
    );
    await assert.rejects(
      declare(() => new GuestInstallation("app", { ...ARGS, profiles: [] })),
      /profiles: must have at least one profile/,
    );
  });

  it("refuses profiles that do not fit together as soon as they are known", async () => {
    const { failures, resources } = await declare(
      () =>
        new GuestInstallation("app", {
          ...ARGS,
          profiles: [PROFILE, { ...PROFILE, subject: pulumi.output(CLIENT_ID) }],
        }),
    );
    assert.deepEqual(
      failures.map(({ message }) => message.split("\n").slice(1)),
      [
        [
          `  profiles[1].subject: "${CLIENT_ID}" is also the clientId; it must be the principal (object) ID`,
          '  profiles: profileName "DevTeam" is used more than once',
        ],
      ],
    );
    assert.equal(resources.length, 1);
  });
});
