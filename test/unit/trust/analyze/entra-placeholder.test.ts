import assert from "node:assert/strict";
import { entraAudience, entraSubject } from "../../../../trust/analyze/entra-placeholder";
import { recognizeEntraIssuer } from "../../../../trust/entra/entra-issuer";
import { SUBJECT, TENANT } from "../entra-policy";

const V1 = recognizeEntraIssuer(`sts.windows.net/${TENANT}/`);
const V2 = recognizeEntraIssuer(`login.microsoftonline.com/${TENANT}/v2.0`);
const DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
const FABRIC = "https://analysis.windows.net/powerbi/connector/AmazonS3";
const OF_DEVOPS = "/eid1/c/pub/t/LBptj047XUyefwobLD1OXw/a/rISbSSETf0KqFyZ8ppdXmA/sc";
const PART = `${OF_DEVOPS}/0ca3ddd9-f0b0-4635-a98c-5866526961b6/64171687-7a59-4fce-b2c8-823278dcf176`;

describe("entraAudience", () => {
  it("is the application that a subject names a part of, for tokens of version 2 only", () => {
    const [client, uri] = ["<client ID of the managed identity>", "<application ID URI>"];
    for (const [version, subjects, expected] of [
      [2, [], client],
      [2, [SUBJECT], client],
      [2, [PART], DEVOPS],
      [2, [SUBJECT, PART], DEVOPS],
      [1, [PART], uri],
      [undefined, [PART], uri],
    ] as const) {
      assert.equal(entraAudience(version, subjects), expected, `${version} ${subjects.join()}`);
    }
  });
});

describe("entraSubject", () => {
  const IDENTITY = "<principal ID of the managed identity>";
  const CONNECTION = "<subject of the service connection>";

  it("is of the kind that audiences and present subjects show", () => {
    for (const [entra, audiences, subjects, expected] of [
      [V1, [], [], IDENTITY],
      [V1, ["api://orders"], [SUBJECT, "x/eid1/"], IDENTITY],
      [V1, [FABRIC], [], "<object ID of the service principal>"],
      [V1, [], [SUBJECT, "/eid1/c/pub/*"], CONNECTION],
      [V1, [FABRIC], [PART], CONNECTION],
      [undefined, [], [PART], CONNECTION],
    ] as const) {
      assert.equal(entraSubject(entra, audiences, subjects), expected, [...audiences, ...subjects].join());
    }
  });

  it("has the form of a service connection beside Azure DevOps, for tokens of version 2 only", () => {
    const form = `${OF_DEVOPS}/<organization ID>/<service connection ID>`;
    assert.equal(entraSubject(V2, ["api://orders", DEVOPS], [SUBJECT]), form);
    assert.equal(entraSubject(V2, ["api://orders"], []), IDENTITY);
    assert.equal(entraSubject(V1, [DEVOPS], []), IDENTITY);
    assert.equal(entraSubject(undefined, [DEVOPS], []), IDENTITY);
  });
});
