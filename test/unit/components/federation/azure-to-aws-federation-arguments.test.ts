import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureToAwsFederation, type AzureToAwsFederationArgs } from "../../../../components";
import { AZURE_TO_AWS_FEDERATION } from "../../../../components/federation/azure-to-aws-federation-args";
import { WORKLOAD_SETTINGS } from "../../../../components/federation/workload-settings";
import { declare, type MockAnswer, valueOf, WINDOWS_HELPER } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const APP = { permissions: { readBuckets: ["reports"] } };
const IDENTITIES =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
const ARGS: AzureToAwsFederationArgs = { location: "westeurope", workloads: { app: APP } };

/** The lines of the one error that a federation with these arguments throws, its headline left out. */
async function refusals(args: unknown): Promise<string[]> {
  let message = "";
  await assert.rejects(
    declare(() => new AzureToAwsFederation("fed", args as AzureToAwsFederationArgs)),
    (error: unknown) => {
      assert.ok(pulumi.ResourceError.isInstance(error));
      assert.equal(error.hideStack, true);
      ({ message } = error);
      return true;
    },
  );
  const [headline = "", ...lines] = message.split("\n");
  const count = lines.length === 1 ? "1 invalid argument" : `${lines.length} invalid arguments`;
  assert.equal(headline, `AzureToAwsFederation "fed": ${count}`);
  return lines.map((line) => line.trim());
}

/** The names of arguments, as messages list them. */
const FEDERATION_NAMES = AZURE_TO_AWS_FEDERATION.names.join(", ");
const WORKLOAD_NAMES = WORKLOAD_SETTINGS.names.join(", ");

describe("arguments of AzureToAwsFederation", () => {
  it("are refused in one error that names all that is wrong and never shows the private key", async () => {
    const lines = await refusals({
      tenantId: "contoso.com",
      audience: "api://x/",
      region: "Europe",
      oidcProviderArn: "arn:aws:iam::111122223333:role/x",
      additionalAudiences: [],
      azureTags: { "a?": "b" },
      awsTags: { "aws:a": "b" },
      workloads: {
        app: {
          permissions: {},
          maxSessionDuration: 60,
          profileName: "two words",
          roleName: "a b",
          rolePath: "federated",
          permissionsBoundaryArn: "PowerUser",
          roleTags: { a: "<" },
          allowedSourceIps: ["10.0.0.1"],
          conditions: { StringEqualsIfExists: { "aws:RequestedRegion": ["eu-west-1"] } },
          additionalSubjects: ["*"],
          identityId: "identity",
          virtualMachine: { sshPublicKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0" },
          guest: { durationSeconds: 0 },
        },
        "b/c": { permissions: { readBuckets: ["arn:aws:s3:::x"] }, existingVirtualMachineId: "vm" },
      },
    });
    assert.doesNotMatch(lines.join("\n"), /c2VjcmV0|BEGIN/);
    assert.deepEqual(
      lines.map((line) => line.split(": ", 1)[0]),
      [
        "tenantId",
        "audience",
        "workloads.b/c",
        "workloads.app.permissions",
        "workloads.app.virtualMachine.sshPublicKey",
        "workloads.app.guest.durationSeconds",
        "workloads.app.profileName",
        "workloads.app.identityId",
        "workloads.app.additionalSubjects[0]",
        "workloads.app.maxSessionDuration",
        "workloads.app.roleName",
        "workloads.app.rolePath",
        "workloads.app.permissionsBoundaryArn",
        "workloads.app.roleTags.a",
        "workloads.app.allowedSourceIps[0]",
        "workloads.app.conditions.StringEqualsIfExists",
        "workloads.b/c.permissions.readBuckets[0]",
        "workloads.b/c.existingVirtualMachineId",
        "region",
        "oidcProviderArn",
        "additionalAudiences",
        'azureTags["a?"]',
        "awsTags.aws:a",
      ],
    );
    assert.ok(
      lines.includes(
        "workloads.app.maxSessionDuration: out of range. Expected a whole number of seconds from 3600 (1 hour) to 43200 (12 hours); got 60 [argument-out-of-range]",
      ),
    );
  });

  describe("that make more client IDs of v2 tokens than IAM takes on one provider", function () {
    // Hundreds of workloads are declared.
    this.timeout(120_000);
    const workloads = (count: number, app: (number: number) => object = () => APP) =>
      Object.fromEntries(Array.from({ length: count }, (_, number) => [`app-${number}`, app(number)]));
    const audiences = (count: number) => Array.from({ length: count }, (_, number) => `api://x/${number}`);
    const v2 = (count: number, others: string[] = []) => ({
      ...ARGS,
      tokenVersion: 2,
      workloads: workloads(count),
      ...(others.length > 0 ? { additionalAudiences: others } : {}),
    });

    it("are refused before any of them exists", async () => {
      assert.deepEqual(await refusals(v2(101)), [
        "workloads: the OpenID Connect provider would have 101 client IDs. IAM allows 100. Spread them over several accounts (stacks of one account share its provider), or use v1 tokens, which need one for all [client-ids-too-many]",
      ]);
      assert.deepEqual(await refusals(v2(40, audiences(61))), [
        "additionalAudiences: the OpenID Connect provider would have 101 client IDs. IAM allows 100. Remove those that no role of the account trusts [client-ids-too-many]",
      ]);
    });

    it("are taken up to 100, with repeats, and where the provider is there already", async () => {
      const taken = async (args: object) => {
        const { failures } = await declare(
          () => new AzureToAwsFederation("fed", args as AzureToAwsFederationArgs),
        );
        return failures.map(({ message }) => message).filter((message) => message.includes("client IDs"));
      };
      assert.deepEqual(await taken(v2(100)), []);
      assert.deepEqual(await taken(v2(40, [...audiences(60), ...audiences(60)])), []);
      const oidcProviderArn = "arn:aws:iam::111122223333:oidc-provider/login.microsoftonline.com/x/v2.0";
      assert.deepEqual(await taken({ ...v2(101), oidcProviderArn }), []);
    });

    it("count identities that are adopted, whose client IDs additionalAudiences can list already", async () => {
      const adopted = (count: number) =>
        workloads(count, (number) => ({ ...APP, identityId: `${IDENTITIES}/i-${number}` }));
      const own = workloads(60);
      const mixed = (count: number) => ({
        ...v2(0, audiences(40)),
        workloads: { ...own, ...renamed(adopted(count)) },
      });
      const renamed = (all: object) =>
        Object.fromEntries(
          Object.entries(all).map(([key, workload]) => [`adopted-${key}`, workload as object]),
        );
      assert.match(
        (await refusals({ ...v2(0), workloads: adopted(101) })).join(),
        /workloads: the OpenID Connect provider would have 101 client IDs\. IAM allows 100\. Spread them over several accounts \(stacks of one account share its provider\), or use v1 tokens, which need one for all \[client-ids-too-many\]/,
      );
      assert.match(
        (await refusals(mixed(41))).join(),
        /workloads: the OpenID Connect provider would have 101 client IDs\. IAM allows 100\. Spread them over several accounts \(stacks of one account share its provider\), or use v1 tokens, which need one for all \[client-ids-too-many\]/,
      );
    });
  });

  it("are told apart from names that are none, with the one that was probably meant", async () => {
    const lines = await refusals({
      ...ARGS,
      additionalAudience: 2048,
      workloads: { app: { ...APP, virtualMachines: {}, premissions: {}, tokenVersion: 2 } },
    });
    assert.deepEqual(
      lines.map((line) => line.replace(/ there are: .*/, "")),
      [
        `additionalAudience: unknown argument; did you mean "additionalAudiences"? Valid arguments: ${FEDERATION_NAMES} [argument-unknown]`,
        `workloads.app.virtualMachines: unknown argument; did you mean "virtualMachine"? Valid arguments: ${WORKLOAD_NAMES} [argument-unknown]`,
        `workloads.app.premissions: unknown argument; did you mean "permissions"? Valid arguments: ${WORKLOAD_NAMES} [argument-unknown]`,
        "workloads.app.tokenVersion: unknown argument here. Set it on the federation, next to workloads [argument-misplaced]",
      ],
    );
  });

  it("have at most 50 tags for a thing in Azure, those for everything counted with its own", async () => {
    const tags = (count: number, prefix: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, "x"]));
    assert.deepEqual(await refusals({ ...ARGS, azureTags: tags(51, "a") }), [
      "azureTags: too many tags. Expected at most 50; got 51 [argument-too-many]",
    ]);
    const program = (own: number) => () =>
      new AzureToAwsFederation("fed", {
        ...ARGS,
        azureTags: tags(30, "a"),
        workloads: { app: { ...APP, virtualMachine: { sshPublicKey: ED25519_KEY, tags: tags(own, "b") } } },
      });
    const { failures } = await declare(program(21), { preview: true });
    assert.match(
      failures[0]?.message ?? "",
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}workloads\.app\.virtualMachine\.tags: too many tags\. Expected at most 50; got 51 \[argument-too-many\]/,
    );
    assert.deepEqual((await declare(program(20), { preview: true })).failures, []);
  });

  for (const args of [undefined, null, {}]) {
    it(`are missing when there are ${args === undefined ? "none" : JSON.stringify(args)}`, async () => {
      const example = '{ app: { permissions: { readBuckets: ["my-bucket"] } } }';
      assert.deepEqual(await refusals(args), [
        args === undefined || args === null
          ? "args: required argument is missing [argument-missing]"
          : `workloads: required argument is missing. Expected at least one workload, such as ${example} [argument-missing]`,
      ]);
    });
  }

  it("name at least one workload, whose structure is plain", async () => {
    assert.match(
      (await refusals({ workloads: {} })).join(),
      /workloads: empty\. Expected at least one workload, such as \{ app: \{ permissions: \{ readBuckets: \["my-bucket"\] \} \} \} \[argument-empty\]/,
    );
    assert.deepEqual(await refusals({ workloads: { app: "reports", other: pulumi.output(APP) } }), [
      'workloads.app: wrong type. Expected an object; got "reports" [argument-type]',
      "workloads.other: must be a plain object, not an Output: it decides which resources are created. The values in it may be Outputs [argument-not-plain]",
    ]);
    assert.match(
      (await refusals({ workloads: pulumi.output({}) })).join(),
      /workloads: must be a plain object, not an Output: it decides which resources are created\. The values in it may be Outputs \[argument-not-plain\]/,
    );
  });

  it("that exclude each other are refused", async () => {
    const vm = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v";
    const lines = await refusals({
      oidcProviderArn:
        "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
      retainOidcProviderOnDelete: true,
      workloads: {
        both: { ...APP, existingVirtualMachineId: vm, virtualMachine: { sshPublicKey: "" } },
        neither: { ...APP, guest: { verify: true } },
        noHelper: { ...APP, virtualMachine: { windowsAdminPassword: "only in this test 1" } },
        noPassword: {
          ...APP,
          virtualMachine: { sshPublicKey: ED25519_KEY },
          guest: { windowsHelper: WINDOWS_HELPER },
        },
      },
    });
    assert.deepEqual(
      lines.filter((line) => !line.includes("sshPublicKey")),
      [
        "retainOidcProviderOnDelete: cannot be combined with oidcProviderArn: an existing provider is never deleted; got true. Omit this argument or oidcProviderArn [argument-excluded]",
        `workloads.both.existingVirtualMachineId: cannot be combined with virtualMachine: that creates a VM; got "${vm}". Omit this argument or virtualMachine [argument-excluded]`,
        'workloads.neither.guest: requires virtualMachine or existingVirtualMachineId; got {"verify":true} [argument-requires]',
        "workloads.noHelper.virtualMachine.windowsAdminPassword: requires guest.windowsHelper [argument-requires]",
        "workloads.noPassword.guest.windowsHelper: requires virtualMachine.windowsAdminPassword [argument-requires]",
      ],
    );
  });

  it("below a name with a dot or a space have it quoted in their paths", async () => {
    assert.deepEqual(
      await refusals({
        ...ARGS,
        workloads: {
          "a b": { ...APP, suspended: "yes", existingVirtualMachineID: "x" },
          app: { permissions: { inlinePolicies: { "a.b": pulumi.output("{}") } } },
        },
      }),
      [
        'workloads["a b"]: invalid name. Expected letters, digits, and hyphens, starting and ending with a letter or digit; got "a b" [workload-name-invalid]',
        `workloads["a b"].existingVirtualMachineID: unknown argument; did you mean "existingVirtualMachineId"? Valid arguments: ${WORKLOAD_NAMES} [argument-unknown]`,
        'workloads["a b"].suspended: wrong type. Expected a boolean; got "yes" [argument-type]',
        'workloads.app.permissions.inlinePolicies["a.b"]: invalid name. Expected 1 to 40 letters, digits, hyphens, or underscores, starting and ending with a letter or digit; got "a.b" [entry-name-invalid]',
      ],
    );
  });

  it("that two workloads cannot have both are refused, with what to do", async () => {
    const vm = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v";
    const shared = { identityId: `${IDENTITIES}/shared`, existingVirtualMachineId: vm, roleName: "reader" };
    const lines = await refusals({
      ...ARGS,
      workloads: {
        one: { ...APP, ...shared },
        two: { ...APP, ...shared, roleName: "READER", identityId: `${IDENTITIES}/SHARED` },
        // Outputs are told apart by the clouds alone.
        three: { ...APP, roleName: pulumi.output("reader"), identityId: `${IDENTITIES}/own` },
      },
    });
    assert.deepEqual(lines, [
      "workloads.two.identityId: must differ from that of workloads.one: an identity is assigned only once; got \"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.ManagedIde…. Give one workload the permissions of both, or give the identity a second role with FederatedRole and the federation's contract [workload-value-shared]",
      'workloads.two.existingVirtualMachineId: must differ from that of workloads.one: an installation writes the whole AWS config of its VM; got "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v". Omit it from both, and give the VM one GuestInstallation with a profile for each [workload-value-shared]',
      'workloads.two.roleName: must differ from that of workloads.one: IAM has each name once per account, whatever its path or case; got "READER". Choose another name [workload-value-shared]',
    ]);
  });

  it("for further subjects of v2 tokens are refused without their client IDs", async () => {
    const workloads = { app: { ...APP, additionalSubjects: ["6f0c1a52-1d2c-4b3a-8f9e-6a5b4c3d2e1f"] } };
    assert.deepEqual(await refusals({ ...ARGS, workloads, tokenVersion: 2 }), [
      'workloads.app.additionalSubjects: these identities cannot assume the role with tokenVersion 2: in v2 tokens, AWS compares their client IDs; got ["6f0c1a52-1d2c-4b3a-8f9e-6a5b4c3d2e1f"]. Add the client IDs to the federation\'s additionalAudiences [v2-subjects-without-audience]',
    ]);
    const additionalAudiences = ["0d3b8c1e-9a4f-4c2b-8e7d-5f6a7b8c9d0e"];
    const { failures } = await declare(
      () => new AzureToAwsFederation("fed", { ...ARGS, workloads, tokenVersion: 2, additionalAudiences }),
    );
    assert.deepEqual(failures, []);
  });

  it("that decide which resources there are must be plain", async () => {
    const lines = await refusals({
      ...ARGS,
      retainOidcProviderOnDelete: pulumi.output(true),
      workloads: { app: { ...APP, suspended: pulumi.output(true) } },
    });
    assert.deepEqual(lines, [
      "workloads.app.suspended: must be a plain value, not an Output: it decides which resources are created [argument-not-plain]",
      "retainOidcProviderOnDelete: must be a plain value, not an Output: it decides which resources are created [argument-not-plain]",
    ]);
  });

  it("that become known later are refused then, and nothing is made with them", async () => {
    const { failures, resources } = await declare(
      () =>
        new AzureToAwsFederation("fed", {
          tenantId: pulumi.output("contoso.com"),
          workloads: { app: { permissions: { readBuckets: pulumi.output(["Reports"]) } } },
        }),
    );
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        [
          'AzureToAwsFederation "fed": 2 invalid arguments',
          '  tenantId: invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name; got "contoso.com". Look it up: az account show --query tenantId [tenant-not-a-guid]',
          '  workloads.app.permissions.readBuckets[0]: invalid bucket name. Expected 3 to 63 lower-case letters, digits, hyphens, and single dots, starting and ending with a letter or digit; got "Reports" [bucket-name-invalid]',
        ].join("\n"),
      ],
    );
    assert.ok(failures.every((failure) => failure.stack === undefined));
    const made = new Set(resources.map(({ name }) => name));
    assert.ok(!made.has("fed-application") && !made.has("fed-app-read-buckets"));
  });

  it("refuse policies of two workloads that would be called alike in the program", async () => {
    const document =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"}]}';
    const managed = { "managed-audit": "arn:aws:iam::aws:policy/SecurityAudit" };
    const inlinePolicies = { "read-buckets": document, suspended: document, else: document };
    assert.deepEqual(
      await refusals({
        location: "westeurope",
        workloads: {
          app: { permissions: { inlinePolicies, managedPolicyArns: managed } },
          "app-inline": APP,
          "app-managed": {
            permissions: { managedPolicyArns: { audit: "arn:aws:iam::aws:policy/ViewOnlyAccess" } },
          },
        },
      }),
      [
        // Also while nobody is suspended: an incident is no time to look for another name.
        'workloads.app.permissions.inlinePolicies.suspended: this policy and workloads.app-inline.suspended would both create a Pulumi resource named "app-inline-suspended". Rename the workload or the policy [policy-name-conflict]',
        'workloads.app-inline.permissions.readBuckets: this policy and workloads.app.permissions.inlinePolicies.read-buckets would both create a Pulumi resource named "app-inline-read-buckets". Rename the workload or the policy [policy-name-conflict]',
        'workloads.app-managed.permissions.managedPolicyArns.audit: this policy and workloads.app.permissions.managedPolicyArns.managed-audit would both create a Pulumi resource named "app-managed-managed-audit". Rename the workload or the policy [policy-name-conflict]',
      ],
    );
    const attached = { managedPolicyArns: { "read-buckets": "arn:aws:iam::aws:policy/SecurityAudit" } };
    const { failures } = await declare(
      () =>
        new AzureToAwsFederation("fed", {
          location: "westeurope",
          workloads: {
            app: { permissions: { inlinePolicies: { else: document }, ...attached } },
            "app-inline": APP,
            "app-managed": APP,
          },
        }),
    );
    assert.deepEqual(failures, []);
  });

  it("without a region, and an aws provider without one, are one error without a stack", async () => {
    const answer: MockAnswer = (token) => {
      if (token === "aws:index/getRegion:getRegion") {
        throw new Error("Missing region configuration");
      }
      return undefined;
    };
    for (const preview of [true, false]) {
      const { failures } = await declare(() => new AzureToAwsFederation("fed", ARGS), { preview, answer });
      assert.deepEqual(
        failures.map(({ message, stack }) => [message, stack]),
        [
          [
            'AzureToAwsFederation "fed": 1 invalid argument\n  region: required argument is missing, and the aws provider has no region either (provider error: Missing region configuration). Set it here, or run: pulumi config set aws:region eu-west-1 [region-missing]',
            undefined,
          ],
        ],
      );
    }
  });

  it("refuse a region that the aws provider's credentials are worth nothing in, given or known later", async () => {
    const answer: MockAnswer = (token) =>
      token === "aws:index/getPartition:getPartition" ? { partition: "aws" } : undefined;
    for (const region of ["us-gov-west-1", pulumi.output("us-gov-west-1")]) {
      const { failures } = await declare(() => new AzureToAwsFederation("fed", { ...ARGS, region }), {
        preview: true,
        answer,
      });
      assert.deepEqual(
        failures.map(({ message }) => message),
        [
          'AzureToAwsFederation "fed": 1 invalid argument\n' +
            '  region: the region is in another partition than the aws provider. Expected a region in aws; got "us-gov-west-1" [region-in-other-partition]',
        ],
      );
    }
    const { failures } = await declare(
      () => new AzureToAwsFederation("fed", { ...ARGS, region: "eu-central-1" }),
      {
        answer,
      },
    );
    assert.deepEqual(failures, []);
  });

  it("leave the region unknown in a preview that configures the aws provider itself", async () => {
    const answer: MockAnswer = (token) => (token === "aws:index/getRegion:getRegion" ? {} : undefined);
    const { failures, resources } = await declare(() => new AzureToAwsFederation("fed", ARGS), {
      preview: true,
      answer,
    });
    assert.deepEqual(failures, []);
    assert.ok(resources.some(({ name }) => name === "fed-app-read-buckets"));
  });
});

describe("AzureToAwsFederation.workload", () => {
  it("gives the outputs of a workload by its name", async () => {
    const { result } = await declare(() => new AzureToAwsFederation("fed", ARGS).workload("app").roleName);
    assert.equal(await valueOf(result), "fed-app-role");
  });

  for (const preview of [true, false]) {
    it(`refuses a name that is none, ${preview ? "in a preview" : "in an update"}`, async () => {
      await assert.rejects(
        declare(() => new AzureToAwsFederation("fed", ARGS).workload("ap"), { preview }),
        {
          message:
            'AzureToAwsFederation "fed": 1 invalid argument\n  workload("ap"): unknown workload. Expected one of: app [workload-unknown]',
        },
      );
    });
  }
});
