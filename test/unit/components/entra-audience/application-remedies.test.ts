import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { APP_ROLE_VALUE, appRoleId } from "../../../../components/entra-audience/app-role";
import { roleRemedy, useGuidRemedy } from "../../../../components/entra-audience/application-remedies";
import { APPLICATION_CLIENT_ID } from "../mock-clouds";
import { type Members, readApplication, readRole } from "./entra-application-answers";

type Application = Parameters<typeof roleRemedy>[0];

function application(changes: Members): Application {
  return readApplication(changes) as unknown as Application;
}

/** What the last option of each command says, after a shell has read the line. */
function carriedOut(line: string): unknown[] {
  const script = `az() { for word; do printf '%s\\0' "$word"; done; printf '\\n\\0'; }\n${line}`;
  const words = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0");
  const lines: string[][] = [[]];
  for (const word of words.slice(0, -1)) {
    if (word === "\n") {
      lines.push([]);
    } else {
      lines.at(-1)?.push(word);
    }
  }
  return lines.slice(0, -1).map((command) => {
    assert.deepEqual(command.slice(0, 5), ["ad", "app", "update", "--id", APPLICATION_CLIENT_ID]);
    return JSON.parse(command.at(-1) ?? "") as unknown;
  });
}

const other = { id: appRoleId("Other"), value: "Other", displayName: "Other" };
const asSent = {
  id: appRoleId("Other"),
  value: "Other",
  displayName: "Other",
  description: "It's for AWS",
  allowedMemberTypes: ["Application"],
  isEnabled: true,
};

describe("roleRemedy", () => {
  it("adds the app role and keeps the others, in a line that a shell reads", () => {
    const line = roleRemedy(application({ appRoles: [readRole(other)] }), undefined);
    const [roles = [], ...more] = carriedOut(line) as Members[][];
    assert.deepEqual(more, []);
    assert.deepEqual(roles[0], asSent);
    assert.equal(roles.length, 2);
    const { id, value, allowedMemberTypes, isEnabled } = roles[1] ?? {};
    assert.deepEqual(
      { id, value, allowedMemberTypes, isEnabled },
      { id: appRoleId(), value: APP_ROLE_VALUE, allowedMemberTypes: ["Application"], isEnabled: true },
    );
  });

  it("enables a role that is disabled", () => {
    const read = application({ appRoles: [readRole({ ...other, enabled: false })] });
    assert.deepEqual(carriedOut(roleRemedy(read, read.appRoles[0])), [[asSent]]);
  });

  it("disables a role before it opens it to applications, as Entra demands", () => {
    const read = application({ appRoles: [readRole({ ...other, allowedMemberTypes: ["User"] })] });
    assert.deepEqual(carriedOut(roleRemedy(read, read.appRoles[0])), [
      [{ ...asSent, allowedMemberTypes: ["User"], isEnabled: false }],
      [{ ...asSent, allowedMemberTypes: ["User", "Application"] }],
    ]);
  });

  it("leaves out the value of a role that has none", () => {
    const line = roleRemedy(application({ appRoles: [readRole({ ...other, value: "" })] }), undefined);
    const [roles = []] = carriedOut(line) as Members[][];
    assert.equal("value" in (roles[0] ?? {}), false);
  });
});

describe("useGuidRemedy", () => {
  it("keeps every other optional claim", () => {
    const optionalClaims = [
      {
        accessTokens: [{ name: "aud", additionalProperties: ["use_guid"] }, { name: "ipaddr" }],
        idTokens: [{ name: "email" }],
      },
    ];
    assert.deepEqual(carriedOut(useGuidRemedy(application({ optionalClaims })) ?? ""), [
      { accessToken: [{ name: "ipaddr" }], idToken: [{ name: "email" }], saml2Token: [] },
    ]);
  });

  it("has nothing to say where the audience is left alone", () => {
    assert.equal(useGuidRemedy(application({ optionalClaims: [] })), undefined);
    assert.equal(
      useGuidRemedy(application({ optionalClaims: [{ idTokens: [{ name: "aud" }] }] })),
      undefined,
    );
  });
});
