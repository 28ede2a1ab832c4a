import assert from "node:assert/strict";
import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { GuestInstallation } from "../../../../components";
import {
  renderAwsConfig,
  renderInstallScript,
  renderRemoveScript,
  renderVerifyScript,
  renderWindowsInstallScript,
  renderWindowsRemoveScript,
  renderWindowsVerifyScript,
} from "../../../../credential-helper";
import {
  CLIENT_ID,
  declare,
  inputsOf,
  ISSUER,
  mockId,
  PRINCIPAL_ID,
  valueOf,
  WINDOWS_HELPER,
} from "../mock-clouds";

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
          runCommandName: "azure-to-aws-federation",
          source: { script: renderInstallScript({ profiles: RENDERED }) },
          treatFailureAsDeploymentFailure: true,
          timeoutInSeconds: 600,
        },
      },
    ]);
    assert.equal(await valueOf(result.awsConfig), renderAwsConfig(RENDERED));
    assert.equal(await valueOf(result.verifiedCaller), "");
  });

  it("brings the tools that are asked for and gives them time", async () => {
    const args = { ...ARGS, installAwsCli: pulumi.output(true) };
    const { resources, failures, result } = await declare(
      () => new GuestInstallation("app", { ...args, tags: { team: "orders" } }),
    );
    assert.deepEqual(failures, []);
    const tools = { installAwsCli: true };
    const script = renderInstallScript({ profiles: RENDERED, ...tools });
    const { source, timeoutInSeconds, tags } = inputsOf(resources, "app-guest");
    assert.deepEqual(
      { source, timeoutInSeconds, tags },
      {
        source: { script },
        timeoutInSeconds: 1800,
        tags: { team: "orders" },
      },
    );
    assert.equal(await valueOf(result.awsConfig), renderAwsConfig(RENDERED));
  });

  describe("on Windows", () => {
    const given = { ...ARGS, windowsHelper: WINDOWS_HELPER };
    const scriptOf = (resources: Parameters<typeof inputsOf>[0], name: string): string =>
      (inputsOf(resources, name).source as { script: string }).script;

    it("installs the static helper, verifies with it, and gives out the config with its name", async () => {
      const { resources, failures, result } = await declare(
        () =>
          new GuestInstallation("app", {
            ...given,
            windowsHelper: pulumi.output(WINDOWS_HELPER),
            verify: true,
          }),
      );
      assert.deepEqual(failures, []);
      const script = renderWindowsInstallScript({ profiles: RENDERED, helper: WINDOWS_HELPER });
      assert.equal(scriptOf(resources, "app-guest"), script);
      assert.equal(
        scriptOf(resources, "app-verify"),
        renderWindowsVerifyScript({ trigger: JSON.stringify([script, ""]) }),
      );
      assert.match(
        await valueOf(result.awsConfig),
        /^credential_process = azure-to-aws-credentials process --role-arn /m,
      );
    });

    it("removes it", async () => {
      const { resources, failures, result } = await declare(
        () => new GuestInstallation("app", { ...given, uninstall: true }),
      );
      assert.deepEqual(failures, []);
      assert.equal(scriptOf(resources, "app-guest"), renderWindowsRemoveScript([PROFILE.roleArn]));
      assert.equal(await valueOf(result.awsConfig), "");
    });

    it("refuses a wrong address, and what only Linux has", async () => {
      await assert.rejects(
        declare(
          () =>
            new GuestInstallation("app", {
              ...ARGS,
              windowsHelper: "https://downloads.example.com/helper.exe",
              user: "azureuser",
              installAwsCli: true,
            }),
        ),
        (error: Error) => {
          assert.deepEqual(
            [...error.message.matchAll(/^ {2}(\w+): .*\[([\w-]+)\]$/gm)].map(([, path, code]) => [
              path,
              code,
            ]),
            [
              ["user", "argument-excluded"],
              ["installAwsCli", "argument-excluded"],
              ["windowsHelper", "windows-helper-invalid"],
            ],
            error.message,
          );
          return true;
        },
      );
    });
  });

  describe("beside another one in the program", () => {
    const both = async (args: object) =>
      declare(() => [
        new GuestInstallation("app", ARGS),
        new GuestInstallation("other", { ...ARGS, ...args }),
      ]);

    it("is refused on the same VM, however its name is written, and is not made", async () => {
      const { failures, resources } = await both({
        vmName: pulumi.output("App-VM"),
        resourceGroupName: "Group",
      });
      assert.equal(
        failures[0]?.message,
        'GuestInstallation "other": 1 invalid argument\n  vmName: GuestInstallation "app" already installs on this VM, and an installation writes the whole AWS config. Expected another VM; got "App-VM". Give the VM one GuestInstallation with a profile per role, and omit it from the workloads [vm-installed-twice]',
      );
      assert.deepEqual(
        resources.map(({ name }) => name),
        ["app", "other", "app-guest"],
      );
    });

    it("is taken on a VM of the same name that another provider has, in another subscription", async () => {
      const { failures } = await declare(() => {
        const provider = new Provider("prod", { subscriptionId: "99999999-2222-4333-8444-555555555555" });
        return [new GuestInstallation("app", ARGS), new GuestInstallation("other", ARGS, { provider })];
      });
      assert.deepEqual(failures, []);
    });

    it("is taken on another VM, and on one of the same name in another resource group", async () => {
      for (const args of [{ vmName: "other-vm" }, { resourceGroupName: "other" }]) {
        const { failures, resources } = await both(args);
        assert.deepEqual(failures, []);
        assert.equal(resources.length, 4);
      }
    });
  });

  it("refuses a name of which no Run Command can be called", async () => {
    await assert.rejects(
      declare(() => new GuestInstallation("a/b", ARGS)),
      /GuestInstallation "a\/b": 1 invalid argument\n {2}name: invalid name\. Expected letters, digits, and hyphens, starting with a letter and not ending with a hyphen; got "a\/b" \[name-invalid\]/,
    );
  });

  describe("that verifies", () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/devteam/app-vm@x";
    const output = `DevTeam is ${arn}\nOther is ${arn}2\n`;
    const answer = (token: string, inputs: Record<string, unknown>) => {
      if (!token.endsWith(":getVirtualMachineRunCommandByVirtualMachine")) {
        return undefined;
      }
      assert.deepEqual(inputs, {
        resourceGroupName: "group",
        vmName: "app-vm",
        runCommandName: "app-verify",
        expand: "instanceView",
      });
      return { instanceView: { output } };
    };

    it("runs a second command, which fails the deployment too, and gives out who the VM is to AWS", async () => {
      const args = { ...ARGS, verify: true, user: "ops" };
      const { resources, failures, result } = await declare(() => new GuestInstallation("app", args), {
        answer,
      });
      assert.deepEqual(failures, []);
      assert.equal(resources.length, 3);
      const installed = renderInstallScript({ profiles: RENDERED });
      const trigger = JSON.stringify([installed, ""]);
      assert.deepEqual(inputsOf(resources, "app-verify"), {
        resourceGroupName: "group",
        location: "westeurope",
        vmName: "app-vm",
        source: { script: renderVerifyScript({ user: "ops", trigger }) },
        treatFailureAsDeploymentFailure: true,
        timeoutInSeconds: 600,
      });
      assert.equal(await valueOf(result.verifiedCaller), `${arn},${arn}2`);
    });

    it("runs it again when the profiles change, and only then", async () => {
      const scriptOf = async (args: object) => {
        const given = { ...ARGS, verify: true, ...args };
        const { resources } = await declare(() => new GuestInstallation("app", given), { answer });
        return (inputsOf(resources, "app-verify").source as { script: string }).script;
      };
      const first = await scriptOf({});
      assert.equal(await scriptOf({}), first);
      const other = [{ ...PROFILE, region: "eu-west-2" }];
      assert.notEqual(await scriptOf({ profiles: other }), first);
      assert.match(first, /verify_caller\.py" '[^']*' "\$cache" --wait\n/);
    });

    it("demands that its switch is plain", async () => {
      const verify = pulumi.output(true) as unknown as boolean;
      await assert.rejects(
        declare(() => new GuestInstallation("app", { ...ARGS, verify })),
        /GuestInstallation "app": 1 invalid argument\n {2}verify: must be a plain value, not an Output: it decides which resources are created \[argument-not-plain\]/,
      );
    });
  });

  it("warns of identities that a VM of somebody else lacks, with the command that attaches them", async () => {
    const [one = "", two = ""] = ["one", "two"].map((name) =>
      mockId("azure-native:managedidentity:UserAssignedIdentity", name),
    );
    const warningsFor = async (attached: readonly string[]) => {
      const identity = { userAssignedIdentities: Object.fromEntries(attached.map((id) => [id, {}])) };
      const { warnings, failures } = await declare(
        () => new GuestInstallation("app", { ...ARGS, identityIds: [one, pulumi.output(two)] }),
        { answer: (token) => (token.endsWith(":getVirtualMachine") ? { identity } : undefined) },
      );
      assert.deepEqual(failures, []);
      return warnings;
    };
    assert.deepEqual(await warningsFor([one.toUpperCase(), two]), []);
    const [warning = "", ...others] = await warningsFor([one]);
    assert.deepEqual(others, []);
    const command = `az vm identity assign --resource-group 'group' --name 'app-vm' --identities '${two}'`;
    assert.ok(warning.includes(command), warning);
  });

  describe("in a preview, on a VM that others own", () => {
    const [one = "", two = ""] = ["one", "two"].map((name) =>
      mockId("azure-native:managedidentity:UserAssignedIdentity", name),
    );
    const unknown = pulumi.output(pulumi.unknown as unknown as string);
    const previewWith = async (
      identityIds: pulumi.Input<pulumi.Input<string>[]>,
      attached: readonly string[],
    ): Promise<readonly string[]> => {
      const identity = { userAssignedIdentities: Object.fromEntries(attached.map((id) => [id, {}])) };
      const { warnings, failures } = await declare(
        () => new GuestInstallation("app", { ...ARGS, identityIds }),
        {
          preview: true,
          answer: (token) => (token.endsWith(":getVirtualMachine") ? { identity } : undefined),
        },
      );
      assert.deepEqual(failures, []);
      return warnings;
    };
    const assign = "az vm identity assign --resource-group 'group' --name 'app-vm' --identities";

    it("warns about identities that the VM lacks, and about none that it has, in any case of the ID", async () => {
      assert.deepEqual(await previewWith([one, two], [one.toUpperCase(), two.toLowerCase()]), []);
      assert.deepEqual(await previewWith([one, pulumi.output(two)], [one]), [
        `VM app-vm lacks an identity that its AWS profiles use. The owner of the VM attaches what is missing: ${assign} '${two}' [identities-not-attached]`,
      ]);
    });

    it("says, in one warning, what the owner of the VM must do after the update that creates an identity", async () => {
      const expected = (count: string, ids: string) => [
        `VM app-vm needs ${count} that this update creates, and the component does not own the VM. After the update, the owner of the VM runs: ${assign} ${ids}. The warning of the update has the ID [identities-to-attach]`,
      ];
      for (let preview = 1; preview <= 2; preview += 1) {
        assert.deepEqual(await previewWith([unknown], []), expected("an identity", "ID"));
      }
      assert.deepEqual(await previewWith([one, unknown], [one]), expected("an identity", "ID"));
      assert.deepEqual(await previewWith([one, unknown], []), expected("2 identities", `'${one}' ID`));
      const list = pulumi.output(pulumi.unknown as unknown as string[]);
      assert.deepEqual(await previewWith(list, []), expected("an identity", "ID"));
    });
  });

  describe("that uninstalls", () => {
    it("runs the removal script in place of the install script, verifies nothing, and asks for no identity", async () => {
      const id = mockId("azure-native:managedidentity:UserAssignedIdentity", "one");
      const args = { ...ARGS, uninstall: true, verify: true, identityIds: [id] };
      const { resources, failures, warnings, result, calls } = await declare(
        () => new GuestInstallation("app", args),
      );
      assert.deepEqual([failures, warnings, calls], [[], [], []]);
      assert.deepEqual(
        resources.map(({ name }) => name),
        ["app", "app-guest"],
      );
      assert.deepEqual(inputsOf(resources, "app-guest"), {
        resourceGroupName: "group",
        location: "westeurope",
        vmName: "app-vm",
        runCommandName: "azure-to-aws-federation",
        source: { script: renderRemoveScript({ roleArns: [PROFILE.roleArn] }) },
        treatFailureAsDeploymentFailure: true,
        timeoutInSeconds: 600,
      });
      assert.equal(await valueOf(result.awsConfig), "");
      assert.equal(await valueOf(result.verifiedCaller), "");
    });

    it("installs with the switch off, which must be plain", async () => {
      const { resources } = await declare(() => new GuestInstallation("app", { ...ARGS, uninstall: false }));
      assert.deepEqual(inputsOf(resources, "app-guest").source, {
        script: renderInstallScript({ profiles: RENDERED }),
      });
      const uninstall = pulumi.output(true) as unknown as boolean;
      await assert.rejects(
        declare(() => new GuestInstallation("app", { ...ARGS, uninstall })),
        /\n {2}uninstall: must be a plain value, not an Output: it decides which resources are created \[argument-not-plain\]/,
      );
    });
  });

  it("waits in its verification for no identity that somebody else has to attach", async () => {
    const id = mockId("azure-native:managedidentity:UserAssignedIdentity", "one");
    const waitsWith = async (attached: object) => {
      const { resources, failures } = await declare(
        () => new GuestInstallation("app", { ...ARGS, identityIds: [id], verify: true }),
        { answer: () => ({ identity: { userAssignedIdentities: attached }, instanceView: {} }) },
      );
      assert.deepEqual(failures, []);
      const { script } = inputsOf(resources, "app-verify").source as { script: string };
      return script.includes('"$cache" --wait');
    };
    assert.equal(await waitsWith({ [id]: {} }), true);
    assert.equal(await waitsWith({}), false);
  });

  it("warns of nothing in a preview that configures the provider itself, and cannot ask it yet", async () => {
    const id = mockId("azure-native:managedidentity:UserAssignedIdentity", "one");
    const { warnings, failures } = await declare(
      () => new GuestInstallation("app", { ...ARGS, identityIds: [id] }),
      { answer: () => ({}) },
    );
    assert.deepEqual([warnings, failures], [[], []]);
  });

  it("says so when there is no such VM", async () => {
    const { failures } = await declare(
      () =>
        new GuestInstallation("app", {
          ...ARGS,
          identityIds: [mockId("azure-native:managedidentity:UserAssignedIdentity", "one")],
        }),
      {
        answer: () => {
          throw new Error("ResourceNotFound");
        },
      },
    );
    assert.match(
      String(failures[0]?.message),
      /GuestInstallation "app": 1 invalid argument\n {2}vmName: cannot read VM "app-vm"\. Expected one in resource group "group" \(provider error: ResourceNotFound\)\. List them: az vm list --resource-group 'group' --query \[\]\.name \[vm-name-unreadable\]/,
    );
  });

  it("refuses wrong options with their paths", async () => {
    const wrong = {
      ...ARGS,
      user: "Two Words",
      identityIds: [],
      installAwsCli: "yes",
      verfy: true,
    };
    await assert.rejects(
      declare(() => new GuestInstallation("app", wrong as unknown as typeof ARGS)),
      (error: Error) => {
        const paths = [...error.message.matchAll(/^ {2}(\S+): /gm)].map(([, path]) => path);
        assert.deepEqual(paths, ["verfy", "identityIds", "user", "installAwsCli"]);
        assert.match(error.message, /verfy: unknown argument; did you mean "verify"\?/);
        assert.match(
          error.message,
          /GuestInstallation "app": 4 invalid arguments\n {2}verfy: unknown argument; did you mean "verify"\? Valid arguments: resourceGroupName, location, vmName, profiles, identityIds, user, installAwsCli, windowsHelper, verify, uninstall, tags \[argument-unknown\]\n {2}identityIds: empty\. Expected at least one identity; got \[\]\. Omit the argument if that is what you want \[argument-empty\]\n {2}user: invalid user name\. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter or _; got "Two Words" \[linux-user-invalid\]\n {2}installAwsCli: wrong type\. Expected a boolean; got "yes" \[argument-type\]/,
        );
        return true;
      },
    );
  });

  it("refuses wrong values of a profile with their paths", async () => {
    const profiles = [{ ...PROFILE, profileName: "two words", subject: "app" }];
    await assert.rejects(
      declare(() => new GuestInstallation("app", { ...ARGS, profiles })),
      /GuestInstallation "app": 2 invalid arguments\n {2}profiles\[0\]\.profileName: invalid profile name\. Expected 1 to 64 letters, digits, or _ \. @ \+ = , -; got "two words" \[profile-name-invalid\]\n {2}profiles\[0\]\.subject: invalid GUID\. Expected one such as 0a1b2c3d-0000-4000-8000-0123456789ab; got "app" \[guid-invalid\]/,
    );
    await assert.rejects(
      declare(() => new GuestInstallation("app", { ...ARGS, profiles: [] })),
      /GuestInstallation "app": 1 invalid argument\n {2}profiles: empty\. Expected at least one profile \[argument-empty\]/,
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
          '  profiles[1].subject: invalid profile: is also the clientId. Expected the principal (object) ID; got "22222222-aaaa-4bbb-8ccc-000000000002" [profile-invalid]',
          '  profiles: invalid profile: profileName "DevTeam" is used more than once [profile-invalid]',
        ],
      ],
    );
    assert.equal(resources.length, 1);
  });
});
