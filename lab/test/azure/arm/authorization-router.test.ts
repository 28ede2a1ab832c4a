import assert from "node:assert/strict";
import { AzureLab, GROUP, SUBSCRIPTION_ID } from "../../../testing/azure-lab";
import { describeWith } from "../../../testing/describe-with";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}`;
const AUTHORIZATION = "providers/Microsoft.Authorization";
const VERSION = "?api-version=2022-04-01";
const POLICY_VERSION = "?api-version=2023-04-01";
const DEFINITION = `/${AUTHORIZATION}/policyDefinitions/tags`;

describeWith(
  "Azure Resource Manager's authorization provider",
  () => AzureLab.start(),
  (lab) => {
    it("lists the permissions of a contributor, in a subscription and in a group", async () => {
      for (const scope of [SCOPE, GROUP]) {
        const { status, body } = await lab().arm("GET", `${scope}/${AUTHORIZATION}/permissions${VERSION}`);
        assert.equal(status, 200);
        assert.deepEqual(body.value, [
          {
            actions: ["*"],
            notActions: [
              "Microsoft.Authorization/*/Delete",
              "Microsoft.Authorization/*/Write",
              "Microsoft.Authorization/elevateAccess/Action",
              "Microsoft.Blueprint/blueprintAssignments/write",
              "Microsoft.Blueprint/blueprintAssignments/delete",
              "Microsoft.Compute/galleries/share/action",
            ],
            dataActions: [],
            notDataActions: [],
          },
        ]);
      }
    });

    it("lists the policies on a scope and above it, and reads a definition that comes with Azure", async () => {
      const properties = { policyDefinitionId: DEFINITION };
      const assignments = `${AUTHORIZATION}/policyAssignments`;
      const ids = [
        `/providers/Microsoft.Management/managementGroups/root/${assignments}/above`,
        `${SCOPE}/${assignments}/here`,
        `${GROUP}/${assignments}/inside`,
      ];
      const remove = [
        ...ids.map((id) => lab().azure.policies.add({ id, properties })),
        lab().azure.policies.add({ id: DEFINITION, properties: { mode: "All" } }),
      ];
      const names = async (scope: string) => {
        const { body } = await lab().arm("GET", `${scope}/${assignments}${POLICY_VERSION}&$filter=atScope()`);
        return (body.value as { name: string }[]).map(({ name }) => name);
      };
      assert.deepEqual(await names(SCOPE), ["above", "here"]);
      assert.deepEqual(await names(GROUP), ["above", "here", "inside"]);
      const read = await lab().arm("GET", `${DEFINITION}${POLICY_VERSION}`);
      assert.deepEqual(
        [read.status, read.body],
        [
          200,
          {
            id: DEFINITION,
            name: "tags",
            type: "Microsoft.Authorization/policyDefinitions",
            properties: { mode: "All" },
          },
        ],
      );
      for (const undo of remove) {
        undo();
      }
      assert.deepEqual(await names(SCOPE), []);
      assert.equal((await lab().arm("GET", `${DEFINITION}${POLICY_VERSION}`)).status, 404);
    });
  },
);
