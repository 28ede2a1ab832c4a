/** What a change of the arguments of a part does that the federation gives no name: docs/reference/component.md, "What a change does". */
import { LAB_AWS_ACCOUNT_ID, LAB_TENANT_ID } from "../../../../../lab/lab-facts";
import { entraIssuer, renderFederationContract } from "../../../../../trust";
import { APP_ROLES, type WhatOthersOwn } from "./what-others-own";

/** One part before and after the change, under its name, and what the update does to what it is made of. */
export interface PartChange {
  readonly part: string;
  readonly name: string;
  readonly before: object;
  readonly after: object;
  /** Such as `updated role`, sorted; what a replacement creates and deletes is left out. */
  readonly does: readonly string[];
}

const V1 = entraIssuer(LAB_TENANT_ID, { tokenVersion: 1 });
const V2 = entraIssuer(LAB_TENANT_ID, { tokenVersion: 2 });
const ELSEWHERE = entraIssuer("99999999-2222-4333-8444-555555555555", { tokenVersion: 2 });
const [ONE, TWO] = ["66666666-aaaa-4bbb-8ccc-000000000006", "77777777-aaaa-4bbb-8ccc-000000000007"] as const;

const [CLIENT_ID, OTHER_CLIENT_ID] = [
  "88888888-aaaa-4bbb-8ccc-000000000008",
  "99999999-aaaa-4bbb-8ccc-000000000009",
] as const;

/** Each part alone, so that one update tells of all. */
export function partChanges(theirs: WhatOthersOwn): readonly PartChange[] {
  const [principal, otherPrincipal] = theirs.servicePrincipalIds;
  const arn = (providerName: string) => `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:oidc-provider/${providerName}`;
  const contract = renderFederationContract({
    version: 1,
    issuer: V1.url,
    tokenVersion: 1,
    audience: "api://x",
    workloads: {
      one: { subject: ONE, clientId: CLIENT_ID },
      two: { subject: TWO, clientId: OTHER_CLIENT_ID },
    },
    assignment: { servicePrincipalObjectId: principal, appRoleId: APP_ROLES.usual },
  });
  const changed = (
    [part, name]: readonly [part: string, name: string],
    common: object,
    before: object,
    after: object,
    ...does: readonly string[]
  ): PartChange => ({ part, name, before: { ...common, ...before }, after: { ...common, ...after }, does });

  const role = {
    oidcProviderArn: arn(V1.providerName),
    issuer: V1.url,
    audiences: ["api://x"],
    subjects: [ONE],
    permissions: { readBuckets: ["devteam-reports"] },
  };
  const byContract = { ...role, issuer: undefined, audiences: undefined, subjects: undefined, contract };
  const workload = {
    resourceGroupName: theirs.resourceGroupName,
    servicePrincipalObjectId: principal,
    appRoleId: APP_ROLES.usual,
  };
  const named = { resourceGroupName: theirs.resourceGroupName, contract };
  const profile = {
    profileName: "app",
    roleArn: `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/app`,
    audience: "api://x",
    clientId: CLIENT_ID,
    issuer: V1.url,
    subject: ONE,
    region: "eu-west-1",
  };
  const guest = { resourceGroupName: theirs.resourceGroupName, profiles: [profile] };
  // A VM takes one installation.
  const [one, two, three, four] = theirs.bareVmNames.map((vmName) => ({ vmName }));
  const anew = ["replaced assignment", "replaced identity"];
  return [
    changed(
      ["AwsOidcProvider", "moved"],
      { audiences: ["api://x"] },
      { issuer: V2.url },
      { issuer: ELSEWHERE.url },
      "replaced oidc-provider",
    ),
    changed(
      ["AwsOidcProvider", "listed"],
      { issuer: V1.url },
      { audiences: ["api://x"] },
      { audiences: ["api://y"], additionalAudiences: ["api://z"], tags: { team: "orders" } },
      "updated oidc-provider",
    ),
    changed(
      ["FederatedRole", "whom"],
      role,
      {},
      { audiences: ["api://y"], subjects: [ONE, TWO] },
      "updated role",
    ),
    changed(
      ["FederatedRole", "whose"],
      role,
      {},
      {
        oidcProviderArn: arn(V2.providerName),
        issuer: V2.url,
        audiences: ["5a4b3c2d-1e0f-4a5b-8c7d-6e5f4a3b2c1d"],
      },
      "updated role",
    ),
    changed(
      ["FederatedRole", "chosen"],
      byContract,
      { workloads: ["one"] },
      { workloads: ["two"] },
      "updated role",
    ),
    changed(
      ["AzureWorkload", "assigned"],
      workload,
      {},
      { servicePrincipalObjectId: otherPrincipal },
      "replaced assignment",
    ),
    changed(["AzureWorkload", "role"], workload, {}, { appRoleId: APP_ROLES.other }, "replaced assignment"),
    changed(["AzureWorkload", "group"], workload, {}, { resourceGroupName: theirs.otherGroupName }, ...anew),
    changed(["AzureWorkload", "place"], workload, {}, { location: "northeurope" }, ...anew),
    // Azure changes no password of a VM this way.
    changed(
      ["AzureVirtualMachine", "windows"],
      {
        resourceGroupName: theirs.resourceGroupName,
        identityIds: theirs.identityIds,
        subnetId: theirs.subnetId,
      },
      { windowsAdminPassword: "Correct-horse-battery-7" },
      { windowsAdminPassword: "Correct-horse-battery-8" },
    ),
    changed(["AzureWorkload", "named"], named, { workloadName: "three" }, { workloadName: "four" }),
    changed(
      ["GuestInstallation", "profiles"],
      { ...guest, ...one },
      {},
      { profiles: [{ ...profile, profileName: "orders" }], tags: { team: "orders" } },
      "updated guest",
    ),
    changed(["GuestInstallation", "other-vm"], guest, two ?? {}, three ?? {}, "replaced guest"),
    changed(
      ["GuestInstallation", "location"],
      { ...guest, ...four },
      {},
      { location: "northeurope" },
      "replaced guest",
    ),
  ];
}
