import assert from "node:assert/strict";
import { AzureApi } from "../../../../../cli/clouds/microsoft/azure-api";
import { isRead } from "../../../../../cli/clouds/reading";
import { readAssignedPolicies } from "../../../../../cli/preflight/readers/assigned-policies";
import { AzureLab, SUBSCRIPTION_ID } from "../../../../../lab/testing/azure-lab";
import { describeWith } from "../../../../../lab/testing/describe-with";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}`;
const AUTHORIZATION = "providers/Microsoft.Authorization";
const REQUIRE_TAG = `/${AUTHORIZATION}/policyDefinitions/871b6d14-10aa-478d-b590-94f262ecfa99`;
const GOVERNANCE = `${SCOPE}/${AUTHORIZATION}/policySetDefinitions/governance`;

describeWith(
  "the policies that are assigned to a subscription",
  () => AzureLab.start(),
  (lab) => {
    let added: (() => void)[] = [];

    const add = (id: string, properties: Readonly<Record<string, unknown>>): void => {
      added.push(lab().azure.policies.add({ id, properties }));
    };
    const assign = (name: string, policyDefinitionId: string, more: object = {}): void => {
      add(`${SCOPE}/${AUTHORIZATION}/policyAssignments/${name}`, {
        displayName: name,
        policyDefinitionId,
        enforcementMode: "Default",
        ...more,
      });
    };

    async function apiOf() {
      const endpoint = lab().azure.environment().LAB_ARM_ENDPOINT ?? "";
      const token = await lab().token("management.azure.com");
      const credential = { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Infinity }) };
      return new AzureApi({ endpoint, scope: "x", credential });
    }

    async function read(scope = SCOPE) {
      const reading = await readAssignedPolicies(await apiOf(), scope);
      assert.ok(isRead(reading), JSON.stringify(reading));
      const { policies, unread } = reading.value;
      return {
        unread,
        policies: policies.map(({ assignment, policy, parameters, reservation, isOverridden }) => ({
          assignment,
          policy,
          parameters: Object.fromEntries(parameters),
          reservation,
          isOverridden,
        })),
      };
    }

    beforeEach(() => {
      add(REQUIRE_TAG, {
        displayName: "Require a tag on resources",
        mode: "Indexed",
        parameters: { tagName: { type: "String" }, effect: { type: "String", defaultValue: "deny" } },
        policyRule: { if: {}, then: { effect: "[parameters('effect')]" } },
      });
    });

    afterEach(() => {
      for (const remove of added) {
        remove();
      }
      added = [];
    });

    it("are none in a new subscription", async () => {
      assert.deepEqual(await read(), { policies: [], unread: [] });
    });

    it("have the parameters of the assignment and the defaults of the definition", async () => {
      assign("tags", REQUIRE_TAG, { parameters: { tagName: { value: "CostCenter" } } });
      assert.deepEqual(await read(), {
        policies: [
          {
            assignment: "tags",
            policy: "Require a tag on resources",
            parameters: { tagname: "CostCenter", effect: "deny" },
            reservation: undefined,
            isOverridden: false,
          },
        ],
        unread: [],
      });
    });

    it("have the parameters that an initiative passes on, and leave out those that it turns off", async () => {
      add(GOVERNANCE, {
        parameters: { tag: { type: "String", defaultValue: "Owner" } },
        policyDefinitions: [
          { policyDefinitionId: REQUIRE_TAG, parameters: { tagName: { value: "[parameters('tag')]" } } },
          {
            policyDefinitionId: REQUIRE_TAG,
            parameters: { tagName: { value: "x" }, effect: { value: "Audit" } },
          },
        ],
      });
      assign("governance", GOVERNANCE);
      const { policies } = await read();
      assert.deepEqual(
        policies.map(({ parameters }) => parameters),
        [{ tagname: "Owner", effect: "deny" }],
      );
    });

    it("keep what alters requests before others are denied, with its operations", async () => {
      const operations = [{ operation: "add", field: "tags['CostCenter']", value: "42" }];
      add(`/${AUTHORIZATION}/policyDefinitions/inherit`, {
        mode: "Indexed",
        parameters: { effect: { type: "String", defaultValue: "audit" } },
        policyRule: { if: {}, then: { effect: "[parameters('effect')]", details: { operations } } },
      });
      for (const effect of ["Modify", "append", "deployIfNotExists"]) {
        assign(effect, `/${AUTHORIZATION}/policyDefinitions/inherit`, {
          parameters: { effect: { value: effect } },
        });
      }
      const reading = await readAssignedPolicies(await apiOf(), SCOPE);
      assert.ok(isRead(reading));
      assert.deepEqual(
        reading.value.policies.map(({ assignment, details }) => [assignment, details]),
        [
          ["Modify", { operations }],
          ["append", { operations }],
        ],
      );
    });

    it("leave out assignments that are not enforced or exclude the scope", async () => {
      assign("audit", REQUIRE_TAG, { enforcementMode: "DoNotEnforce" });
      assign("elsewhere", REQUIRE_TAG, { notScopes: [SCOPE] });
      assert.deepEqual((await read()).policies, []);
    });

    it("show that an assignment has an exemption", async () => {
      assign("tags", REQUIRE_TAG);
      add(`${SCOPE}/${AUTHORIZATION}/policyExemptions/waiver`, {
        policyAssignmentId: `${SCOPE}/${AUTHORIZATION}/policyAssignments/Tags`,
      });
      const { policies } = await read();
      assert.deepEqual(
        policies.map(({ reservation }) => reservation),
        ["has an exemption"],
      );
    });

    it("say so if exemptions cannot be read", async () => {
      assign("tags", REQUIRE_TAG);
      const api = await apiOf();
      const list = api.list.bind(api);
      api.list = async (path) => (path.includes("policyExemptions") ? { refused: "403" } : list(path));
      const reading = await readAssignedPolicies(api, SCOPE);
      assert.ok(isRead(reading));
      assert.deepEqual(
        reading.value.policies.map(({ reservation }) => reservation),
        ["may have an exemption, which cannot be read"],
      );
    });

    it("keep an audit that an override can turn into a denial, and name resource selectors", async () => {
      const audit = { parameters: { effect: { value: "audit" } } };
      assign("plain", REQUIRE_TAG, audit);
      assign("overridden", REQUIRE_TAG, { ...audit, overrides: [{ kind: "policyEffect", value: "deny" }] });
      assign("selected", REQUIRE_TAG, { resourceSelectors: [{ name: "region" }] });
      const { policies } = await read();
      assert.deepEqual(
        policies.map(({ assignment, reservation, isOverridden }) => [assignment, reservation, isOverridden]),
        [
          ["overridden", undefined, true],
          ["selected", "has resource selectors", false],
        ],
      );
    });

    it("name what cannot be read: a definition that is gone, and one of a management group", async () => {
      assign("gone", `/${AUTHORIZATION}/policyDefinitions/gone`);
      const group = `/providers/Microsoft.Management/managementGroups/root/${AUTHORIZATION}`;
      add(`${group}/policySetDefinitions/baseline`, {});
      assign("baseline", `${group}/policySetDefinitions/baseline`);
      const { unread } = await read();
      assert.deepEqual(unread.map((what) => what.replace(/:.*/, "")).sort(), [
        'a policy of "gone" (404 PolicyDefinitionNotFound',
        'the initiative of "baseline" (403 AuthorizationFailed',
      ]);
    });
  },
);
