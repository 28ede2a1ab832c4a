import assert from "node:assert/strict";
import {
  AUDIENCE,
  describeWithFederation,
  ROLE_ARN,
  SUBJECT,
  trustPolicy,
  V1,
} from "../../../testing/federation";

const NAME = V1.replace("https://", "");
const [AUD, SUB] = [`${NAME}:aud`, `${NAME}:sub`];

describeWithFederation("Policy variables in a trust policy", {}, function (lab) {
  this.timeout(60_000);

  async function isLetIn(condition: object, version = "2012-10-17"): Promise<boolean> {
    await lab().trust(trustPolicy(V1, condition).replace("2012-10-17", version));
    const response = await fetch(lab().aws.url, {
      method: "POST",
      body: new URLSearchParams({
        Action: "AssumeRoleWithWebIdentity",
        Version: "2011-06-15",
        RoleSessionName: "test",
        RoleArn: ROLE_ARN,
        WebIdentityToken: await lab().token(),
      }),
    });
    return response.ok;
  }

  const cases: readonly (readonly [title: string, condition: object, letsIn: boolean, version?: string])[] = [
    ["stand for the request's own value", { StringEquals: { [SUB]: `\${${SUB}}` } }, true],
    ["stand for another key's value", { StringEquals: { [SUB]: `\${${AUD}}` } }, false],
    ["take part in a longer text", { StringEquals: { [AUD]: `\${${AUD}}x` } }, false],
    ["are text in the older version", { StringEquals: { [SUB]: `\${${SUB}}` } }, false, "2008-10-17"],
    ["have a default", { StringEquals: { [SUB]: `\${aws:username, '${SUBJECT}'}` } }, true],
    ["match nothing without a value", { StringEquals: { [SUB]: "${aws:username}" } }, false],
    ["match nothing under a negation either", { StringNotEquals: { [SUB]: "${aws:username}" } }, true],
    ["leave other values alone", { StringEquals: { [SUB]: ["${aws:username}", SUBJECT] } }, true],
    ["spell characters", { StringEquals: { [AUD]: AUDIENCE.replace("api", "${*}") } }, false],
  ];
  for (const [title, condition, letsIn, version] of cases) {
    it(title, async () => {
      assert.equal(await isLetIn(condition, version), letsIn);
    });
  }
});
