/** What a change of each argument of a workload does: docs/reference/component.md, "What a change does". */
import { ED25519_KEY, rsaKey } from "../../../../unit/components/ssh-keys";
import type { WhatOthersOwn } from "./what-others-own";

/** One workload before and after the change, and what the update does to the parts of it. */
export interface WorkloadChange {
  /** The arguments that change, as `schema.json` names type and property. */
  readonly of: readonly string[];
  readonly before: object;
  readonly after: object;
  /** Such as `updated role`, sorted; what a replacement creates and deletes is left out. */
  readonly does: readonly string[];
}

const permissions = { readBuckets: ["devteam-reports"] };
const policy = (Action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const NETWORK = ["egress-ip", "nat", "nsg", "subnet", "vnet"];

/** A workload that has no VM. */
const role = (
  argument: string,
  before: object,
  after: object,
  does: readonly string[] = ["updated role"],
): WorkloadChange => ({
  of: [argument],
  before: { permissions, ...before },
  after: { permissions, ...after },
  does,
});

/** Every argument of a workload once. */
export function workloadChanges(theirs: WhatOthersOwn): readonly WorkloadChange[] {
  const inHub = { sshPublicKey: ED25519_KEY, subnetId: theirs.subnetId };
  const onItsOwn = { sshPublicKey: ED25519_KEY };
  const machine = (
    of: readonly string[],
    before: object,
    after: object,
    does: readonly string[],
    common: object = inHub,
  ): WorkloadChange => ({
    of: of.map((name) => (name.includes(".") ? name : `VirtualMachineSettings.${name}`)),
    before: { permissions, virtualMachine: { ...common, ...before } },
    after: { permissions, virtualMachine: { ...common, ...after } },
    does,
  });
  const anew = (of: readonly string[], before: object, after: object) =>
    machine(of, before, after, ["replaced guest", "replaced vm"]);
  const guest = (
    of: readonly string[],
    before: object,
    after: object,
    does: readonly string[],
  ): WorkloadChange => ({
    of: of.map((name) => (name.includes(".") ? name : `GuestSettings.${name}`)),
    before: { permissions, virtualMachine: inHub, guest: before },
    after: { permissions, virtualMachine: inHub, guest: after },
    does,
  });
  const debian = "Debian:debian-12:12-gen2";
  const audit = (name: string) => ({
    permissions: { managedPolicyArns: { audit: `arn:aws:iam::aws:policy/${name}` } },
  });
  return [
    role("WorkloadSettings.permissions", {}, { permissions: { inlinePolicies: { jobs: policy("sqs:*") } } }, [
      "created inline-jobs",
      "deleted read-buckets",
    ]),
    role("Permissions.readBuckets", {}, { permissions: { readBuckets: ["devteam-builds"] } }, [
      "updated read-buckets",
    ]),
    role("Permissions.listBucketNames", {}, { permissions: { ...permissions, listBucketNames: true } }, [
      "updated read-buckets",
    ]),
    role(
      "Permissions.inlinePolicies",
      { permissions: { inlinePolicies: { jobs: policy("sqs:SendMessage") } } },
      { permissions: { inlinePolicies: { jobs: policy("sqs:ReceiveMessage") } } },
      ["updated inline-jobs"],
    ),
    // IAM attaches another policy; it does not turn one into another.
    role("Permissions.managedPolicyArns", audit("SecurityAudit"), audit("ReadOnlyAccess"), [
      "replaced managed-audit",
    ]),
    role(
      "WorkloadSettings.identityId",
      { identityId: theirs.identityIds[0] },
      { identityId: theirs.identityIds[1] },
      ["replaced assignment", "updated role"],
    ),
    role(
      "WorkloadSettings.additionalSubjects",
      {},
      {
        additionalSubjects: ["66666666-aaaa-4bbb-8ccc-000000000006"],
      },
    ),
    role("WorkloadSettings.maxSessionDuration", {}, { maxSessionDuration: 7200 }),
    role("WorkloadSettings.roleName", { roleName: "orders" }, { roleName: "sales" }, [
      "replaced read-buckets",
      "replaced role",
    ]),
    role("WorkloadSettings.rolePath", {}, { rolePath: "/federated/" }, [
      "replaced read-buckets",
      "replaced role",
    ]),
    role("WorkloadSettings.roleDescription", {}, { roleDescription: "reads orders" }),
    role(
      "WorkloadSettings.permissionsBoundaryArn",
      {},
      {
        permissionsBoundaryArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      },
    ),
    role("WorkloadSettings.roleTags", {}, { roleTags: { team: "orders" } }),
    role("WorkloadSettings.allowedSourceIps", {}, { allowedSourceIps: ["203.0.113.0/24"] }),
    role(
      "WorkloadSettings.conditions",
      {},
      {
        conditions: { StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } },
      },
    ),
    role("WorkloadSettings.suspended", {}, { suspended: true }, ["created suspended", "updated role"]),
    role(
      "WorkloadSettings.virtualMachine",
      {},
      { virtualMachine: onItsOwn },
      ["guest", "nic", "vm", ...NETWORK].sort().map((part) => `created ${part}`),
    ),
    role(
      "WorkloadSettings.existingVirtualMachineId",
      { existingVirtualMachineId: theirs.vmIds[0] },
      { existingVirtualMachineId: theirs.vmIds[1] },
      ["replaced guest"],
    ),
    role(
      "WorkloadSettings.profileName",
      { virtualMachine: inHub },
      { virtualMachine: inHub, profileName: "orders" },
      ["updated guest"],
    ),
    guest(["durationSeconds"], {}, { durationSeconds: 900 }, ["updated guest"]),
    guest(["installAwsCli"], {}, { installAwsCli: true }, ["updated guest"]),
    guest(["uninstall"], {}, { uninstall: true }, ["updated guest"]),
    guest(["WorkloadSettings.guest", "verify"], {}, { verify: true }, ["created verify"]),
    anew(["sshPublicKey"], {}, { sshPublicKey: rsaKey(2048) }),
    anew(["adminUsername"], {}, { adminUsername: "operator" }),
    anew(["image"], {}, { image: `${debian}:latest` }),
    anew(["image"], { image: `${debian}:latest` }, { image: `${debian}:0.20260112.2355` }),
    anew(["image"], { image: theirs.imageIds[0] }, { image: theirs.imageIds[1] }),
    anew(["trustedLaunch"], {}, { trustedLaunch: false }),
    anew(["cloudInit"], {}, { cloudInit: "#!/bin/sh\ntrue\n" }),
    machine(["size"], {}, { size: "Standard_B2s" }, ["updated vm"]),
    anew(["size"], {}, { size: "Standard_D2ps_v6" }),
    machine(
      ["subnetId"],
      {},
      { subnetId: theirs.otherSubnetId },
      [
        ...NETWORK.map((part) => `deleted ${part}`),
        ...["guest", "nic", "vm"].map((part) => `replaced ${part}`),
      ],
      onItsOwn,
    ),
    machine(["tags"], {}, { tags: { stage: "dev" } }, ["updated nic", "updated vm"]),
    machine(["imdsAccess"], { imdsAccess: "audit" }, { imdsAccess: "enforce" }, ["updated vm"]),
    machine(
      ["natGatewayId"],
      {},
      { natGatewayId: theirs.natGatewayId },
      ["deleted egress-ip", "deleted nat", "updated subnet"],
      onItsOwn,
    ),
  ];
}
