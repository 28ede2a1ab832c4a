import assert from "node:assert/strict";
import {
  awsAudiences,
  type FederationContract,
  renderFederationContract,
  subjectsOf,
} from "../../../../trust";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const IMPORTER = {
  subject: "11111111-aaaa-4bbb-8ccc-000000000001",
  clientId: "22222222-aaaa-4bbb-8ccc-000000000001",
};
const EXPORTER = {
  subject: "11111111-aaaa-4bbb-8ccc-000000000002",
  clientId: "22222222-aaaa-4bbb-8ccc-000000000002",
};
const CONTRACT: FederationContract = {
  version: 1,
  issuer: `https://sts.windows.net/${TENANT}/`,
  tokenVersion: 1,
  audience: `api://${TENANT}/orders`,
  workloads: { importer: IMPORTER, exporter: EXPORTER },
};
const V2: FederationContract = {
  ...CONTRACT,
  issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  tokenVersion: 2,
};

describe("renderFederationContract", () => {
  it("writes members in one order and workloads in the order of their names", () => {
    const assignment = { appRoleId: IMPORTER.subject, servicePrincipalObjectId: EXPORTER.subject };
    assert.equal(
      renderFederationContract({ assignment, ...CONTRACT }),
      `{"version":1,"issuer":"https://sts.windows.net/${TENANT}/","tokenVersion":1,` +
        `"audience":"api://${TENANT}/orders","workloads":{` +
        `"exporter":{"subject":"${EXPORTER.subject}","clientId":"${EXPORTER.clientId}"},` +
        `"importer":{"subject":"${IMPORTER.subject}","clientId":"${IMPORTER.clientId}"}},` +
        `"assignment":{"servicePrincipalObjectId":"${EXPORTER.subject}","appRoleId":"${IMPORTER.subject}"}}`,
    );
  });

  it("writes the same text whatever the order in which workloads were added", () => {
    const workloads = { exporter: EXPORTER, importer: IMPORTER };
    assert.equal(renderFederationContract({ ...CONTRACT, workloads }), renderFederationContract(CONTRACT));
  });
});

describe("awsAudiences", () => {
  it("is the audience alone for v1 tokens, with or without workloads", () => {
    assert.deepEqual(awsAudiences(CONTRACT), [`api://${TENANT}/orders`]);
    assert.deepEqual(awsAudiences({ ...CONTRACT, workloads: {} }), [`api://${TENANT}/orders`]);
  });

  it("is the client IDs of the workloads for v2 tokens, each once", () => {
    assert.deepEqual(awsAudiences(V2), [IMPORTER.clientId, EXPORTER.clientId]);
    assert.deepEqual(awsAudiences(V2, ["exporter"]), [EXPORTER.clientId]);
    assert.deepEqual(awsAudiences({ ...V2, workloads: { a: IMPORTER, b: IMPORTER } }), [IMPORTER.clientId]);
    assert.deepEqual(awsAudiences({ ...V2, workloads: {} }), []);
  });

  it("refuses a workload that is not in the contract, for both versions", () => {
    const message = 'The contract has no workload "other"; it has importer, exporter.';
    assert.throws(() => awsAudiences(V2, ["importer", "other"]), { name: "TypeError", message });
    assert.throws(() => awsAudiences(CONTRACT, ["other"]), { name: "TypeError", message });
    assert.throws(() => awsAudiences({ ...V2, workloads: {} }, ["constructor"]), {
      message: 'The contract has no workload "constructor"; it has none.',
    });
  });
});

describe("subjectsOf", () => {
  it("is the subjects of the workloads, each once", () => {
    assert.deepEqual(subjectsOf(CONTRACT), [IMPORTER.subject, EXPORTER.subject]);
    assert.deepEqual(subjectsOf(CONTRACT, ["exporter"]), [EXPORTER.subject]);
    assert.deepEqual(subjectsOf({ ...CONTRACT, workloads: { a: IMPORTER, b: IMPORTER } }), [
      IMPORTER.subject,
    ]);
  });

  it("refuses a workload that is not in the contract", () => {
    assert.throws(() => subjectsOf(CONTRACT, ["Importer"]), /no workload "Importer"/);
  });
});
