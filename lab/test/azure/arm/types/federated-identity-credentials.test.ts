import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION } from "../../../../testing/azure-lab";

const credential = (subject: string) => ({
  properties: { issuer: "https://issuer.example", subject, audiences: ["api://AzureADTokenExchange"] },
});

describeWithAzureLab(
  "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
  {},
  (lab) => {
    const other = `${IDENTITY}-2`;

    before(async () => {
      await lab().put(GROUP, { location: LOCATION });
      await lab().put(IDENTITY, { location: LOCATION });
      await lab().put(other, { location: LOCATION });
    });

    const write = (identity: string, names: readonly string[]) =>
      Promise.all(
        names.map((name) =>
          lab().arm("PUT", `${identity}/federatedIdentityCredentials/${name}`, credential(name)),
        ),
      );

    it("are written one after the other on one identity", async () => {
      const answers = await write(IDENTITY, ["one", "two"]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
      const refused = answers.find(({ status }) => status === 409);
      assert.deepEqual(refused?.body.error, {
        code: "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        message:
          "Too many Federated Identity Credentials are written concurrently for the managed identity 'workload'. " +
          "Concurrent Federated Identity Credentials writes under the same managed identity are not supported.",
      });
      for (const name of ["three", "four"]) {
        assert.deepEqual(
          (await write(IDENTITY, [name])).map(({ status }) => status),
          [201],
        );
      }
    });

    it("are shown as recorded, like their identities: no state, a lower-case ID, and a relative Location when new", async () => {
      const fresh = `${IDENTITY}-3`;
      const parent = fresh.replace("/resourceGroups/", "/resourcegroups/");
      const made = await lab().arm("PUT", fresh, { location: LOCATION });
      assert.deepEqual([made.status, made.headers.get("Location"), made.body.id], [201, parent, parent]);
      assert.deepEqual(Object.keys(made.body.properties as object), ["tenantId", "principalId", "clientId"]);
      const again = await lab().arm("PUT", fresh, { location: LOCATION });
      assert.deepEqual([again.status, again.headers.get("Location")], [200, null]);
      const [created] = await write(fresh, ["one"]);
      const id = `${parent}/federatedIdentityCredentials/one`;
      const type = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials";
      const expected = { id, name: "one", type, ...credential("one") };
      assert.deepEqual(
        [created?.status, created?.headers.get("Location"), created?.body],
        [201, id, expected],
      );
      const path = `${fresh}/federatedIdentityCredentials`;
      assert.deepEqual((await lab().arm("GET", `${path}/one`)).body, expected);
      assert.deepEqual((await lab().arm("GET", path)).body.value, [expected]);
    });

    it("are written at once on two identities", async () => {
      const [[one], [two]] = await Promise.all([write(IDENTITY, ["five"]), write(other, ["five"])]);
      assert.deepEqual([one?.status, two?.status], [201, 201]);
    });
  },
);
