/** Tokens of version 2, of which AWS compares the client that asked. */
import assert from "node:assert/strict";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  APP_ID,
  application,
  auditOf,
  federationStatement,
  machine,
  provider,
  role,
  servicePrincipal,
  type Statement,
  SUBJECT,
  TENANT,
} from "../company";

const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
const CLIENT_ID = "bbbbbbbb-0000-4000-8000-000000000002";
const OTHERS = "eeeeeeee-0000-4000-8000-000000000001";

const demanding = (claims: Readonly<Record<string, unknown>>): Statement => federationStatement(claims, V2);

/** The reach of a role, why its only way in is closed, and who its sentence says gets in. */
function door(
  statement: Statement,
  records: readonly SnapshotRecord[] = [application(), servicePrincipal(), ...machine()],
): readonly unknown[] {
  const { roles } = auditOf(
    ...records,
    provider(V2, [CLIENT_ID, APP_ID, OTHERS]),
    role("v2", [statement], [allow("*")]),
  );
  const [found] = roles;
  const [entry] = found?.entries ?? [];
  return [found?.reach, entry?.closedBy, found?.sentence.split(` role v2 of account ${ACCOUNT}`)[0]];
}

describe("a statement for tokens of version 2", () => {
  it("lets in a managed identity alone by its client ID, without a subject", () => {
    const who = "id-orders, with more of its tokens than intended, can assume";
    assert.deepEqual(door(demanding({ aud: CLIENT_ID })), ["replay", undefined, who]);
    const like = { ...demanding({}), Condition: { StringLike: { [`${V2}:aud`]: CLIENT_ID } } };
    assert.equal(door(like)[0], "replay");
    // A pattern of subjects only makes it less.
    const pattern = {
      ...demanding({}),
      Condition: { StringLike: { [`${V2}:aud`]: CLIENT_ID, [`${V2}:sub`]: "*" } },
    };
    assert.deepEqual(door(pattern), ["replay", undefined, who]);
  });

  it("lets in the tenant if the client is an application, or is not known", () => {
    for (const aud of [OTHERS, [CLIENT_ID, APP_ID], [CLIENT_ID, OTHERS]]) {
      assert.equal(door(demanding({ aud }))[0], "tenant", JSON.stringify(aud));
    }
    assert.equal(door(demanding({ aud: CLIENT_ID }), [])[0], "tenant");
  });

  it("reports the identity with the same reach in the findings", () => {
    const { roles } = auditOf(
      ...machine(),
      provider(V2, [CLIENT_ID]),
      role("v2", [demanding({ aud: CLIENT_ID })], [allow("*")]),
    );
    assert.deepEqual(
      roles[0]?.findings.map(({ rule, severity, reach }) => [rule, severity, reach]),
      [
        ["powerful-role-behind-weak-door", "high", "replay"],
        ["trust-admits-replay", "medium", "replay"],
      ],
    );
  });

  it("lets nobody in if its client IDs are not those of its subjects", () => {
    const why = "Nobody can assume";
    assert.deepEqual(door(demanding({ aud: APP_ID, sub: SUBJECT })), ["nobody", "client", why]);
    assert.deepEqual(door(demanding({ aud: [APP_ID, OTHERS], sub: SUBJECT })), ["nobody", "client", why]);
  });

  it("lets the subject in if one client ID is its own, or its client ID is not known", () => {
    for (const aud of [CLIENT_ID, [APP_ID, CLIENT_ID]]) {
      assert.deepEqual(door(demanding({ aud, sub: SUBJECT })).slice(0, 2), [undefined, undefined]);
    }
    const holder = machine().filter(({ kind }) => kind === "azure.identity-holder");
    const unknown = door(demanding({ aud: APP_ID, sub: "not-an-object-id" }), holder);
    assert.equal(unknown[1], undefined);
  });
});

describe("a principal that names no provider", () => {
  const star = (claims: Readonly<Record<string, unknown>>): Statement => ({
    ...demanding(claims),
    Principal: "*",
  });

  it("lets in the identities that its conditions name, by their names", () => {
    assert.deepEqual(door(star({ aud: CLIENT_ID, sub: SUBJECT })), [
      undefined,
      undefined,
      "id-orders can assume",
    ]);
    assert.deepEqual(door(star({ aud: OTHERS })), [
      "tenant",
      undefined,
      `Any identity in tenant ${TENANT} that gets a token through ${OTHERS} can assume`,
    ]);
    assert.deepEqual(door(star({})), [
      "anyone",
      undefined,
      "Anyone with a token from any identity provider can assume",
    ]);
  });

  it("is judged by what the input knows of the provider, in the reach and in the findings", () => {
    assert.deepEqual(door(star({ aud: CLIENT_ID })).slice(0, 1), ["replay"]);
    const { roles } = auditOf(
      ...machine(),
      provider(V2, [APP_ID]),
      role("v2", [star({ aud: CLIENT_ID })], [allow("*")]),
    );
    assert.deepEqual(
      [roles[0]?.reach, roles[0]?.findings.map(({ rule }) => rule)],
      ["nobody", ["audience-not-registered", "federated-role-is-powerful"]],
    );
  });
});
