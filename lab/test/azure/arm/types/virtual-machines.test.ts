import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type AzureAnswer,
  describeWithAzureLab,
  GROUP,
  IDENTITY,
  LOCATION,
  NIC,
  osProfile,
  virtualMachine,
  VM,
} from "../../../../testing/azure-lab";

const encode = (text: string): string => Buffer.from(text).toString("base64");

describeWithAzureLab("Microsoft.Compute/virtualMachines", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", VM));
    const disks = `${GROUP}/providers/Microsoft.Compute/disks`;
    for (const { id } of (await lab().arm("GET", disks)).body.value as { id: string }[]) {
      await lab().follow(await lab().arm("DELETE", id));
    }
  });

  it("shows its user data only if it is asked for, and its custom data never", async () => {
    const userData = encode("hello");
    const shown = await lab().put(
      VM,
      virtualMachine({ userData, osProfile: { ...osProfile(), customData: encode("#cloud-config\n") } }),
    );
    assert.equal((shown.properties as Record<string, unknown>).userData, undefined);
    const { body } = await lab().arm("GET", `${VM}?$expand=userData&api-version=2024-07-01`);
    assert.equal((body.properties as Record<string, unknown>).userData, userData);
    assert.doesNotMatch(JSON.stringify(body), /customData/);
  });

  it("shows its instance view at an address of its own, and no empty additionalCapabilities", async () => {
    await lab().put(VM, virtualMachine({ additionalCapabilities: {} }));
    const { status, body } = await lab().arm("GET", `${VM}/instanceView`);
    const statuses = [
      { code: "ProvisioningState/succeeded", level: "Info", displayStatus: "Provisioning succeeded" },
      { code: "PowerState/running", level: "Info", displayStatus: "VM running" },
    ];
    assert.deepEqual([status, body], [200, { statuses }]);
    assert.equal((await lab().arm("GET", `${VM}9/instanceView`)).status, 404);
    const { properties } = (await lab().arm("GET", VM)).body as { properties: Record<string, unknown> };
    assert.ok(!("additionalCapabilities" in properties));
  });

  const errorOf = ({ status, body }: AzureAnswer): unknown => ({
    status,
    ...(body.error as Record<string, unknown>),
  });

  it("never shows passwords and custom data again", async () => {
    const profile = osProfile({ adminPassword: "P4ss-word!", customData: encode("#cloud-config\n{}\n") });
    const created = await lab().arm("PUT", VM, virtualMachine({ osProfile: profile }));
    await lab().follow(created);
    for (const { body } of [
      created,
      await lab().arm("GET", VM),
      await lab().arm("GET", `${VM}?api-version=2024-07-01&$expand=instanceView`),
    ]) {
      const text = JSON.stringify(body);
      assert.doesNotMatch(text, /P4ss-word|customData|adminPassword/);
      assert.match(text, /azureuser/);
    }
  });

  it("refuses to change what cannot change, and takes an update that repeats it or leaves it out", async () => {
    const customData = encode("#cloud-config\n{}\n");
    await lab().put(VM, virtualMachine({ osProfile: osProfile({ customData }) }));
    const cases: readonly [Record<string, unknown>, string][] = [
      [{ customData: encode("#cloud-config\nruncmd: []\n") }, "customData"],
      [{ computerName: "other" }, "osProfile.computerName"],
      [{ adminUsername: "other" }, "osProfile.adminUsername"],
      [{ linuxConfiguration: { ssh: { publicKeys: [] } } }, "linuxConfiguration.ssh.publicKeys"],
    ];
    for (const [members, target] of cases) {
      assert.deepEqual(
        errorOf(await lab().arm("PUT", VM, virtualMachine({ osProfile: osProfile(members) }))),
        {
          status: 409,
          code: "PropertyChangeNotAllowed",
          message: `Changing property '${target}' is not allowed.`,
          target,
        },
      );
    }
    for (const members of [{ customData }, {}]) {
      const answer = await lab().arm(
        "PUT",
        VM,
        virtualMachine({ osProfile: osProfile(members) }, { tags: { a: "1" } }),
      );
      assert.equal(answer.status, 200);
      await lab().follow(answer);
    }
  });

  describe("in a zone and with a security profile", () => {
    const TRUSTED = {
      securityType: "TrustedLaunch",
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
    };
    const secured = (securityProfile: unknown, others = {}) => virtualMachine({ securityProfile }, others);

    it("keeps both when an update leaves them out, and refuses to change them", async () => {
      const profile = { ...TRUSTED, encryptionAtHost: true };
      await lab().put(VM, secured(profile, { zones: ["2"] }));
      const { zones, properties } = await lab().put(VM, virtualMachine({}, { tags: { a: "1" } }));
      assert.deepEqual(zones, ["2"]);
      assert.deepEqual((properties as Record<string, unknown>).securityProfile, profile);
      for (const [body, target] of [
        [virtualMachine({}, { zones: ["1"] }), "zones"],
        [secured({ securityType: "Standard" }), "securityProfile.securityType"],
        [secured({ ...TRUSTED, uefiSettings: { secureBootEnabled: false } }), "securityProfile.uefiSettings"],
        [secured({ encryptionAtHost: false }), "securityProfile.encryptionAtHost"],
      ] as const) {
        assert.deepEqual(errorOf(await lab().arm("PUT", VM, body)), {
          status: 409,
          code: "PropertyChangeNotAllowed",
          message: `Changing property '${target}' is not allowed.`,
          target,
        });
      }
    });

    it("refuses trusted launch and encryption for a machine that was made without", async () => {
      await lab().put(VM, virtualMachine());
      for (const [profile, code] of [
        [TRUSTED, "PropertyChangeNotAllowed"],
        [{ encryptionAtHost: true }, "PropertyChangeNotAllowed"],
      ] as const) {
        assert.equal((errorOf(await lab().arm("PUT", VM, secured(profile))) as { code: string }).code, code);
      }
    });

    it("turns the Metadata Security Protocol on and off while the machine runs", async () => {
      const guarded = { proxyAgentSettings: { enabled: true, imds: { mode: "Enforce" } } };
      await lab().put(VM, secured(TRUSTED));
      const on = await lab().put(VM, secured({ ...TRUSTED, ...guarded }));
      assert.deepEqual((on.properties as Record<string, unknown>).securityProfile, {
        ...TRUSTED,
        ...guarded,
      });
      const off = await lab().put(VM, secured(TRUSTED));
      assert.deepEqual((off.properties as Record<string, unknown>).securityProfile, TRUSTED);
    });

    it("refuses what does not go together", async () => {
      const profile = `${GROUP}/providers/Microsoft.Compute/galleries/g/inVMAccessControlProfiles/p/versions/1.0.0`;
      const imds = (settings: unknown) => ({ proxyAgentSettings: { enabled: true, imds: settings } });
      const image = `${GROUP}/providers/Microsoft.Compute/images/old`;
      await lab().put(image, { location: LOCATION, properties: {} });
      const managed = { securityProfile: TRUSTED, storageProfile: { imageReference: { id: image } } };
      for (const [body, message] of [
        [secured({ uefiSettings: {} }), /UEFI settings needs a security type/],
        [virtualMachine(managed), /'TrustedLaunch' is not supported with the managed image/],
        [
          secured(imds({ mode: "Audit", inVMAccessControlProfileReferenceId: profile })),
          /cannot be used together with property 'securityProfile\.proxyAgentSettings\.imds\.mode'/,
        ],
        [secured(imds({ mode: "On" })), /imds\.mode' is invalid/],
        [
          secured(imds({ inVMAccessControlProfileReferenceId: image })),
          /is not a valid gallery inVMAccessControlProfile/,
        ],
        [virtualMachine({}, { zones: ["4"] }), /The zone\(s\) '4' .* are '1,2,3'/],
      ] as const) {
        const refusal = errorOf(await lab().arm("PUT", VM, body)) as { status: number; message: string };
        assert.equal(refusal.status, 400);
        assert.match(refusal.message, message);
      }
      await lab().follow(await lab().arm("DELETE", image));
    });
  });

  describe("with Windows", () => {
    const windows = (profile: Record<string, unknown> = {}, others: Record<string, unknown> = {}) =>
      virtualMachine({
        osProfile: {
          computerName: "orders",
          adminUsername: "azureuser",
          adminPassword: "only in this test 1",
          windowsConfiguration: { provisionVMAgent: true },
          ...profile,
        },
        storageProfile: {
          imageReference: {
            publisher: "MicrosoftWindowsServer",
            offer: "WindowsServer",
            sku: "2022-datacenter-azure-edition",
            version: "latest",
          },
          osDisk: { createOption: "FromImage", deleteOption: "Delete" },
        },
        ...others,
      });
    const refusal = async (profile: Record<string, unknown>): Promise<unknown> => {
      const { status, ...error } = errorOf(await lab().arm("PUT", VM, windows(profile))) as {
        status: number;
        code: string;
        target: string;
      };
      return [status, error.code, error.target];
    };

    it("is made, says so on its disk and in its metadata, and never shows its password", async () => {
      const body = await lab().put(VM, windows());
      const { storageProfile } = body.properties as { storageProfile: { osDisk: { osType: string } } };
      assert.equal(storageProfile.osDisk.osType, "Windows");
      assert.doesNotMatch(JSON.stringify((await lab().arm("GET", VM)).body), /only in this test/);
      const again = await lab().put(VM, { ...virtualMachine({}), ...(await lab().arm("GET", VM)).body });
      assert.equal(
        (again.properties as { storageProfile: { osDisk: { osType: string } } }).storageProfile.osDisk.osType,
        "Windows",
      );
    });

    it("is refused without a password that Azure takes, and with a name that Windows does not", async () => {
      for (const [profile, target] of [
        [{ adminPassword: undefined }, "osProfile.adminPassword"],
        [{ adminPassword: "Aa1!aaa" }, "adminPassword"],
        [{ adminPassword: "abcdefgh1" }, "adminPassword"],
        [{ adminPassword: "P@ssw0rd" }, "adminPassword"],
        [{ computerName: "a-name-of-16-let" }, "computerName"],
        [{ computerName: "2026" }, "computerName"],
        [{ adminUsername: "administrator" }, "adminUsername"],
        [{ adminUsername: "azureuser." }, "adminUsername"],
        [{ linuxConfiguration: {} }, "osProfile.linuxConfiguration"],
      ] as const) {
        assert.deepEqual(await refusal(profile), [400, "InvalidParameter", target], JSON.stringify(profile));
      }
    });

    it("runs no script, and says that the lab has no PowerShell", async () => {
      await lab().put(VM, windows());
      const { status, body } = await lab().arm("PUT", `${VM}/runCommands/install`, {
        location: LOCATION,
        properties: { source: { script: "exit 0" } },
      });
      assert.equal(status, 501);
      assert.match(
        (body.error as { message: string }).message,
        /PowerShell, so no script runs in a VM with Windows/,
      );
    });
  });

  it("is made of an image of one's own, which must be there", async () => {
    const gallery = `${GROUP}/providers/Microsoft.Compute/galleries/g`;
    const image = `${gallery}/images/base/versions/1.0.0`;
    const body = virtualMachine({ storageProfile: { imageReference: { id: image } } });
    assert.equal(
      (errorOf(await lab().arm("PUT", VM, body)) as { code: string }).code,
      "InvalidResourceReference",
    );
    for (const id of [gallery, `${gallery}/images/base`, image]) {
      await lab().put(id, { location: LOCATION });
    }
    const { properties } = await lab().put(VM, body);
    const { imageReference } = (properties as { storageProfile: { imageReference: unknown } }).storageProfile;
    assert.deepEqual(imageReference, { id: image });
    await lab().follow(await lab().arm("DELETE", VM));
    await lab().follow(await lab().arm("DELETE", gallery));
  });

  it("takes the extension of the guest proxy agent and no other", async () => {
    await lab().put(VM, virtualMachine());
    const extension = (publisher: string, type: string) => ({
      location: LOCATION,
      properties: { publisher, type, typeHandlerVersion: "1.0" },
    });
    const id = `${VM}/extensions/agent`;
    await lab().put(id, extension("Microsoft.CPlat.ProxyAgent", "ProxyAgentLinux"));
    for (const [publisher, type, code] of [
      ["Microsoft.Azure.Extensions", "CustomScript", "NotInTheLab"],
      ["Microsoft.CPlat.ProxyAgent", "ProxyAgentWindows", "ArtifactNotFound"],
    ] as const) {
      const refusal = errorOf(await lab().arm("PUT", id, extension(publisher, type))) as { code: string };
      assert.equal(refusal.code, code);
    }
  });

  it("detaches an identity when an update leaves it out, and attaches one when it is added", async () => {
    await lab().put(VM, virtualMachine());
    const other = IDENTITY.replace(/workload$/, "other");
    await lab().put(other, { location: LOCATION });
    const both = { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {}, [other]: {} } };
    const { identity } = await lab().put(VM, virtualMachine({}, { identity: both }));
    assert.deepEqual(Object.keys((identity as typeof both).userAssignedIdentities), [IDENTITY, other]);
    const none = await lab().put(VM, virtualMachine({}, { identity: { type: "None" } }));
    assert.equal(none.identity, undefined);
    await lab().arm("DELETE", other);
  });

  it("gives a system-assigned identity a principal that lives as long as the machine", async () => {
    const system = { identity: { type: "SystemAssigned" } };
    const { identity } = await lab().put(VM, virtualMachine({}, system));
    const { principalId } = identity as { principalId: string };
    const { directory } = lab().azure.tenant();
    assert.equal(directory.servicePrincipal(principalId)?.displayName, "vm1");
    const again = await lab().put(VM, virtualMachine({}, system));
    assert.equal((again.identity as { principalId: string }).principalId, principalId);
    await lab().follow(await lab().arm("DELETE", VM));
    assert.equal(directory.servicePrincipal(principalId), undefined);
  });

  it("leaves its disk behind unless the disk is to be deleted with it", async () => {
    const disks = (): number | undefined => lab().azure.counts().resources["Microsoft.Compute/disks"];
    const storage = (osDisk: unknown): unknown => virtualMachine({ storageProfile: { osDisk } });
    await lab().put(VM, storage({ name: "disk", createOption: "FromImage" }));
    assert.equal(disks(), 1);
    await lab().follow(await lab().arm("DELETE", VM));
    assert.equal(disks(), 1);
    await lab().follow(await lab().arm("DELETE", `${GROUP}/providers/Microsoft.Compute/disks/disk`));
    await lab().put(VM, storage({ createOption: "FromImage", deleteOption: "Delete" }));
    assert.equal(disks(), 1);
    await lab().follow(await lab().arm("DELETE", VM));
    assert.equal(disks(), undefined);
  });

  it("keeps its interface from being deleted or used by another machine", async () => {
    await lab().put(VM, virtualMachine());
    const message = `Network Interface ${NIC} is used by existing resource ${VM}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`;
    const refusal = { status: 400, code: "NicInUse", message };
    assert.deepEqual(errorOf(await lab().arm("DELETE", NIC)), refusal);
    assert.deepEqual(errorOf(await lab().arm("PUT", VM.replace(/vm1$/, "vm2"), virtualMachine())), refusal);
  });

  it("leaves nothing when it is deleted while it starts", async () => {
    const customData = encode("#cloud-config\nruncmd: [sleep 600]\n");
    const created = await lab().arm("PUT", VM, virtualMachine({ osProfile: osProfile({ customData }) }));
    assert.equal(created.status, 201);
    assert.equal((await lab().follow(await lab().arm("DELETE", VM))).status, "Succeeded");
    assert.deepEqual(lab().azure.vms(), []);
    assert.equal(existsSync(join(lab().directory, "vms/vm1")), false);
  });

  it("carries out custom data at its first start", async () => {
    const customData = encode(
      [
        "#cloud-config",
        "write_files:",
        "- { path: /opt/app/run.sh, permissions: '0755', content: 'cat /opt/app/data' }",
        "- { path: /etc/motd, encoding: b64, content: aGVsbG8K }",
        "runcmd:",
        "- mkdir -p /opt/app && echo written > /opt/app/data",
        "- [sh, /opt/app/run.sh]",
        "- exit 3",
        '- echo "I am $USER"',
      ].join("\n"),
    );
    const created = await lab().arm("PUT", VM, virtualMachine({ osProfile: osProfile({ customData }) }));
    assert.equal((await lab().follow(created)).status, "Succeeded");
    const { folder } = lab().azure.vm("vm1");
    assert.equal(await readFile(join(folder, "etc/motd"), "utf8"), "hello\n");
    assert.equal(
      await readFile(join(folder, "var/log/cloud-init-output.log"), "utf8"),
      "written\nI am root\n",
    );
  });

  const refused: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
    [
      "no network profile",
      virtualMachine({ networkProfile: undefined }),
      {
        code: "InvalidParameter",
        message: "Required parameter 'networkProfile' is missing (null).",
        target: "networkProfile",
      },
    ],
    [
      "no interface",
      virtualMachine({ networkProfile: { networkInterfaces: [] } }),
      {
        code: "InvalidParameter",
        message: "Required parameter 'networkProfile.networkInterfaces' is missing (null).",
        target: "networkProfile.networkInterfaces",
      },
    ],
    [
      "an interface that is not there",
      virtualMachine({ networkProfile: { networkInterfaces: [{ id: `${NIC}9` }] } }),
      {
        code: "InvalidResourceReference",
        message: `Resource ${NIC}9 referenced by resource ${VM} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
      },
    ],
    [
      "an identity that is not there",
      virtualMachine(
        {},
        { identity: { type: "UserAssigned", userAssignedIdentities: { [`${IDENTITY}9`]: {} } } },
      ),
      {
        code: "FailedIdentityOperation",
        message: `Identity operation for resource '${VM}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${IDENTITY}9' was not found."}}'.'`,
      },
    ],
    [
      "a forbidden user name",
      virtualMachine({ osProfile: osProfile({ adminUsername: "admin" }) }),
      {
        code: "InvalidParameter",
        message: "The Admin Username specified is not allowed.",
        target: "adminUsername",
      },
    ],
    [
      "no way to log in",
      virtualMachine({ osProfile: osProfile({ linuxConfiguration: {} }) }),
      {
        code: "InvalidParameter",
        message:
          "Authentication using either SSH or by user name and password must be enabled in Linux profile.",
        target: "linuxConfiguration",
      },
    ],
    [
      "an SSH key that is none",
      virtualMachine({
        osProfile: osProfile({ linuxConfiguration: { ssh: { publicKeys: [{ keyData: "x" }] } } }),
      }),
      {
        code: "InvalidParameter",
        message: "The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.",
        target: "linuxConfiguration.ssh.publicKeys.keyData",
      },
    ],
    [
      "custom data that is not base64",
      virtualMachine({ osProfile: osProfile({ customData: "#cloud-config" }) }),
      {
        code: "InvalidParameter",
        message:
          "Custom data in OSProfile must be in Base64 encoding and with a maximum length of 87380 characters.",
        target: "customData",
      },
    ],
  ];
  for (const [title, body, error] of refused) {
    it(`refuses a machine with ${title}`, async () => {
      assert.deepEqual(errorOf(await lab().arm("PUT", VM, body)), { status: 400, ...error });
      assert.deepEqual(lab().azure.vms(), []);
    });
  }

  it("says of custom data that it does not carry out that it does not", async () => {
    const customData = encode("#cloud-config\npackages: [jq]\nruncmd: []\nusers: []\n");
    assert.deepEqual(
      errorOf(await lab().arm("PUT", VM, virtualMachine({ osProfile: osProfile({ customData }) }))),
      {
        status: 501,
        code: "NotInTheLab",
        message:
          "the lab does not support the cloud-init modules packages, users in custom data. Expected write_files or runcmd [lab-unsupported]",
      },
    );
  });
});
