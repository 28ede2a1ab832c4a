import assert from "node:assert/strict";
import { EstateIndex } from "../../../../../cli/audit/model/estate-index";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  APP_ID,
  application,
  AUDIENCE,
  deployed,
  estateFrom,
  MACHINE,
  PROVIDER,
  SUBJECT,
  SUBSCRIPTION,
  TENANT,
} from "../company";

const FOREIGN_TENANT = "22222222-2222-4333-8444-555555555555";
const FOREIGN_APP = "aaaaaaaa-0000-4000-8000-000000000099";

/** An application of another tenant with the same audience. */
const FOREIGN: SnapshotRecord = {
  ...application({ id: "foreign", appId: FOREIGN_APP, displayName: "foreign" }),
  of: FOREIGN_TENANT,
} as SnapshotRecord;

describe("the index of an estate", () => {
  it("finds the application of an audience in the tenant of the provider alone", () => {
    const index = new EstateIndex(estateFrom(FOREIGN, ...deployed()));
    const found = (tenant: string): string | undefined =>
      index.applicationOf(AUDIENCE, PROVIDER.replace(TENANT, tenant))?.appId;
    assert.deepEqual(
      [TENANT, FOREIGN_TENANT, "33333333-2222-4333-8444-555555555555"].map((tenant) => found(tenant)),
      [APP_ID, FOREIGN_APP, undefined],
    );
  });

  it("finds the application of an audience that is made of its ID", () => {
    const index = new EstateIndex(estateFrom(...deployed()));
    assert.equal(index.applicationOf(`api://${APP_ID}`, PROVIDER)?.appId, APP_ID);
  });

  it("finds the machine of a system-assigned identity, whatever the case of the ID", () => {
    const principalId = SUBJECT.replace("bbbbbbbb", "cccccccc");
    const index = new EstateIndex(
      estateFrom(
        {
          kind: "azure.identity-holder",
          of: SUBSCRIPTION,
          data: {
            id: MACHINE,
            type: "Microsoft.Compute/virtualMachines",
            name: "vm-orders",
            identity: { principalId: principalId.toUpperCase(), userAssignedIdentities: [] },
          },
        },
        {
          kind: "entra.service-principal",
          of: TENANT,
          data: {
            id: principalId,
            appId: "cccccccc-0000-4000-8000-000000000002",
            displayName: "vm-orders",
            servicePrincipalType: "ManagedIdentity",
            appRoleAssignmentRequired: false,
            owners: [],
          },
        },
      ),
    );
    assert.deepEqual(
      index.identity(principalId)?.attachedTo.map(({ id }) => id),
      [MACHINE],
    );
  });
});
