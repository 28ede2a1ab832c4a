import assert from "node:assert/strict";
import { readFederationContract, renderFederationContract } from "../../../../trust";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const SUBJECT = "11111111-aaaa-4bbb-8ccc-00000000000a";
const CLIENT_ID = "22222222-aaaa-4bbb-8ccc-00000000000b";
const ISSUER = `https://sts.windows.net/${TENANT}/`;

type Members = Record<string, unknown>;

function contract(changes: Members = {}): Members {
  return {
    version: 1,
    issuer: ISSUER,
    tokenVersion: 1,
    audience: `api://${TENANT}/orders`,
    workloads: { importer: { subject: SUBJECT, clientId: CLIENT_ID } },
    assignment: { servicePrincipalObjectId: SUBJECT, appRoleId: CLIENT_ID },
    ...changes,
  };
}

function problems(source: unknown): string[] {
  return readFederationContract(source).problems.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("readFederationContract", () => {
  it("reads what was rendered, as text and as an object", () => {
    const read = readFederationContract(contract());
    assert.deepEqual(read, { contract: contract(), problems: [] });
    assert.deepEqual(readFederationContract(renderFederationContract(read.contract as never)), read);
  });

  it("reads a contract without assignment and without workloads", () => {
    const { assignment, ...rest } = contract({ workloads: {} });
    assert.notEqual(assignment, undefined);
    assert.deepEqual(readFederationContract(rest), { contract: rest, problems: [] });
  });

  it("gives GUIDs in lower case, as tokens have them", () => {
    const workloads = { importer: { subject: SUBJECT.toUpperCase(), clientId: CLIENT_ID.toUpperCase() } };
    assert.deepEqual(readFederationContract(contract({ workloads })).contract, contract());
  });

  it("gives an audience as it is, because AWS compares every character", () => {
    const audience = TENANT.toUpperCase();
    assert.deepEqual(readFederationContract(contract({ audience })).contract, contract({ audience }));
  });

  it("reads every issuer of Entra in its token version", () => {
    for (const [issuer, tokenVersion] of [
      [ISSUER, 1],
      [`https://sts.chinacloudapi.cn/${TENANT}/`, 1],
      [`https://login.microsoftonline.com/${TENANT}/v2.0`, 2],
      [`https://login.microsoftonline.us/${TENANT}/v2.0`, 2],
      [`https://login.partner.microsoftonline.cn/${TENANT}/v2.0`, 2],
    ]) {
      assert.deepEqual(problems(contract({ issuer, tokenVersion })), []);
    }
  });

  it("refuses what is no JSON object", () => {
    const reason = ": must be the JSON text of a federation contract, as EntraAudience exports it";
    for (const source of ["", "{", "[]", "null", "1", undefined, null, [], "[".repeat(100_000)]) {
      assert.deepEqual(problems(source), [reason]);
    }
  });

  it("refuses another version without judging the rest", () => {
    assert.deepEqual(problems({ version: 2, all: "new" }), [
      "version: must be 1, the only version that this release knows; got 2",
    ]);
    assert.deepEqual(problems({}), [
      "version: must be 1, the only version that this release knows; it is missing",
    ]);
    assert.equal(problems({ ...contract(), version: "1" }).length, 1);
  });

  it("refuses a member that is written twice, of which only the last would count", () => {
    const text = JSON.stringify(contract()).replace("{", '{"audience":"api://other",');
    assert.deepEqual(problems(text), [': has the member "audience" more than once']);
  });

  it("refuses members that it does not know, wherever they are", () => {
    assert.deepEqual(
      problems(
        contract({
          subjects: [],
          workloads: { importer: { subject: SUBJECT, clientId: CLIENT_ID, roleArn: "x" } },
          assignment: { servicePrincipalObjectId: SUBJECT, appRoleId: CLIENT_ID, tenant: "x" },
        }),
      ),
      [
        "subjects: is not a member of the contract. Expected one of: version, issuer, tokenVersion, audience, workloads, assignment",
        "workloads.importer.roleArn: is not a member of the contract. Expected one of: subject, clientId",
        "assignment.tenant: is not a member of the contract. Expected one of: servicePrincipalObjectId, appRoleId",
      ],
    );
  });

  it("tells everything that is wrong at once, with path and value", () => {
    assert.deepEqual(
      problems({
        version: 1,
        tokenVersion: 3,
        audience: "api://a/",
        workloads: { "a b": { subject: "x" }, "": 1 },
        assignment: [],
      }),
      [
        "tokenVersion: must be 1 or 2; got 3",
        'audience: must not end with a slash: Entra leaves it away from the tokens\' aud or refuses it; got "api://a/"',
        'workloads["a b"]: the name must be 1 to 64 letters, digits, dots, underscores or hyphens, beginning and ending with a letter or digit',
        'workloads["a b"].subject: must be a GUID; got "x"',
        'workloads["a b"].clientId: must be a GUID; it is missing',
        'workloads[""]: the name must be 1 to 64 letters, digits, dots, underscores or hyphens, beginning and ending with a letter or digit',
        'workloads[""]: must be an object; got 1',
        "assignment: must be an object; got []",
      ],
    );
    assert.deepEqual(problems({ version: 1 }), [
      "tokenVersion: must be 1 or 2; it is missing",
      "audience: must be an application ID URI; it is missing",
      "workloads: must be an object; it is missing",
    ]);
  });

  it("refuses an issuer that is not Entra's, not to the letter, or of the other token version", () => {
    const right = "must be the issuer of an Entra tenant, such as https://sts.windows.net/<tenant ID>/";
    assert.deepEqual(problems(contract({ issuer: "https://example.com/" })), [
      `issuer: ${right}; got "https://example.com/"`,
    ]);
    assert.deepEqual(problems(contract({ issuer: `http://sts.windows.net/${TENANT}/` })).length, 1);
    assert.deepEqual(problems(contract({ issuer: undefined })), [`issuer: ${right}; it is missing`]);
    const bare = ISSUER.slice(0, -1);
    assert.deepEqual(problems(contract({ issuer: bare })), [
      `issuer: must be ${ISSUER}, to the letter; got "${bare}"`,
    ]);
    assert.deepEqual(problems(contract({ tokenVersion: 2 })), [
      `issuer: must be an issuer of v2 tokens, since tokenVersion is 2; got "${ISSUER}"`,
    ]);
  });

  it("refuses a subject that is a client ID, and two client IDs for one subject", () => {
    assert.deepEqual(problems(contract({ workloads: { a: { subject: SUBJECT, clientId: SUBJECT } } })), [
      `workloads.a.subject: must be the principal (object) ID of the identity, which is never its client ID; got "${SUBJECT}"`,
    ]);
    assert.equal(
      problems(contract({ workloads: { a: { subject: SUBJECT.toUpperCase(), clientId: SUBJECT } } })).length,
      1,
    );
    const workloads = {
      a: { subject: SUBJECT.toUpperCase(), clientId: CLIENT_ID },
      b: { subject: SUBJECT, clientId: TENANT },
    };
    assert.deepEqual(problems(contract({ workloads })), [
      `workloads.b.clientId: must be the client ID that the other workload with this subject has; got "${TENANT}"`,
    ]);
  });

  it("cuts long values in what it says", () => {
    const [reason = ""] = problems(contract({ audience: "a".repeat(300) }));
    assert.ok(reason.endsWith(`; got "${"a".repeat(99)}…`));
  });
});
