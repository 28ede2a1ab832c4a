import assert from "node:assert/strict";
import type { Estate } from "../../../../../cli/audit/estate/estate";
import { EstateBuilder } from "../../../../../cli/audit/estate/estate-builder";
import { watchedAction } from "../../../../../cli/audit/permissions/watched-actions";
import { streamAuthorizationDetails } from "../../../../../cli/audit/readers/authorization-details";
import { UnreadableError } from "../../../../../policy-sources";
import { authorizationDetailsOf } from "../authorization-details-of";

/** Reads a text in pieces of so many bytes. */
async function read(text: string, size: number): Promise<Estate> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) {
      yield await Promise.resolve(bytes.subarray(at, at + size));
    }
  }
  const builder = new EstateBuilder();
  await streamAuthorizationDetails(pieces(), builder);
  return builder.build();
}

describe("authorization details", () => {
  const text = [...authorizationDetailsOf(40)].join("");

  it("are the same, however the stream cuts them", async () => {
    const whole = await read(text, text.length);
    assert.deepEqual(
      [whole.roles, whole.federated.length, whole.assumable.size, whole.policies.size],
      [40, 4, 0, 500],
    );
    for (const size of [1, 7, 4096]) {
      assert.deepEqual(await read(text, size), whole, String(size));
    }
  }).timeout("20s");

  it("keep little of a role that only a service of AWS assumes: in groups, without the resources of data", async () => {
    const { federated, assumable, passable } = await read(text, 65_536);
    assert.deepEqual(
      federated.map(({ name }) => name),
      ["role-0", "role-10", "role-20", "role-30"],
    );
    assert.equal(assumable.size, 0);
    assert.deepEqual(passable[0], {
      services: ["ec2.amazonaws.com"],
      policies: {
        inline: [
          {
            name: "inline",
            facts: {
              statements: [
                {
                  denies: false,
                  actions: ["s3:GetObject", "s3:PutObject", "dynamodb:GetItem", "dynamodb:Query"].map(
                    watchedAction,
                  ),
                  resources: ["*"],
                  allBut: false,
                  conditions: [],
                },
              ],
              allows: true,
              writes: [],
            },
          },
        ],
        attached: ["arn:aws:iam::111122223333:policy/p-1"],
      },
      arns: ["arn:aws:iam::111122223333:role/role-1"],
    });
  });

  it("are refused if a role lacks its ARN or its name, which would hide the role", async () => {
    for (const role of [{ RoleName: "open" }, { Arn: "arn:aws:iam::111122223333:role/open" }]) {
      await assert.rejects(read(JSON.stringify({ RoleDetailList: [role] }), 4096), UnreadableError);
    }
  });

  it("do not let a member named __proto__ change anything", async () => {
    const hostile = text.replace(
      '"RoleName": "role-0"',
      '"__proto__": {"polluted": true}, "RoleName": "role-0"',
    );
    const { federated } = await read(hostile, 65_536);
    assert.equal(federated.length, 4);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});
