import assert from "node:assert/strict";
import type { Estate } from "../../../cli/audit/estate/estate";
import { EstateBuilder } from "../../../cli/audit/estate/estate-builder";
import { streamAuthorizationDetails } from "../../../cli/audit/readers/authorization-details";
import { judgeText } from "../../../cli/judged-files/judge-file";
import { policyDocument } from "../../../policy-sources";
import { OPEN } from "../cli/entra-policy";

const TEXT = JSON.stringify(OPEN);

/** Ways to write the open policy. */
const READABLE: Readonly<Record<string, unknown>> = {
  "as an object": OPEN,
  "as JSON": TEXT,
  "as JSON after white space": `\n  ${TEXT}`,
  "URL-encoded": encodeURIComponent(TEXT),
  "URL-encoded with the white space before it": encodeURIComponent(`\r\n ${TEXT}`),
  "URL-encoded after white space": `\t${encodeURIComponent(TEXT)}`,
  "with only its outer braces URL-encoded": TEXT.replace(/^\{(.*)\}$/s, "%7b$1%7D"),
};

/** What is not a policy. */
const UNREADABLE: Readonly<Record<string, unknown>> = {
  "damaged JSON": TEXT.slice(0, -2),
  "a damaged URL encoding": "%7B%E0%A4%A",
  "a policy that is URL-encoded twice": encodeURIComponent(encodeURIComponent(TEXT)),
  "a string in JSON": JSON.stringify(TEXT),
  "a list": [],
  "a number": 7,
};

function answer(document: unknown, further: object = {}): string {
  const role = {
    RoleName: "app",
    Arn: "arn:aws:iam::111122223333:role/app",
    Path: "/",
    AssumeRolePolicyDocument: document,
  };
  return JSON.stringify({ ...further, RoleDetailList: [role] });
}

function judged(text: string): readonly string[] {
  return judgeText("file", text).roles.map(({ judgment }) => judgment.verdict);
}

async function audited(text: string): Promise<Estate> {
  const builder = new EstateBuilder();
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  }
  await streamAuthorizationDetails(whole(), builder);
  return builder.build();
}

describe("judge and audit read an answer of IAM alike", () => {
  for (const [form, document] of Object.entries(READABLE)) {
    it(`if the policy is written ${form}`, async () => {
      assert.deepEqual(policyDocument(document), OPEN);
      const text = answer(document);
      assert.deepEqual(judged(text), ["rejected"]);
      const { federated } = await audited(text);
      assert.deepEqual(
        federated.map(({ trustPolicy }) => trustPolicy),
        [TEXT],
      );
    });
  }

  for (const [form, document] of Object.entries(UNREADABLE)) {
    it(`if there is ${form} in place of the policy`, async () => {
      assert.equal(policyDocument(document), undefined);
      const text = answer(document);
      assert.deepEqual(judged(text), ["rejected"]);
      const { federated } = await audited(text);
      assert.deepEqual(
        federated.map(({ trustPolicy }) => trustPolicy),
        [JSON.stringify(document)],
      );
    });
  }

  for (const [page, isPart] of [
    [{}, false],
    [{ IsTruncated: false }, false],
    [{ IsTruncated: true }, true],
    [{ IsTruncated: "true" }, true],
    [{ NextToken: "more" }, true],
    [{ Marker: "more" }, true],
    [{ Marker: null }, false],
  ] as const) {
    it(`if it has ${JSON.stringify(page)}, which ${isPart ? "means" : "does not mean"} further pages`, async () => {
      const text = answer(OPEN, page);
      assert.deepEqual(judged(text), isPart ? ["rejected", "unknown"] : ["rejected"]);
      const { gaps, sections } = await audited(text);
      assert.equal([...gaps].filter((gap) => gap.includes("one page of several")).length, isPart ? 1 : 0);
      assert.equal(sections.has("aws/111122223333/authorization-details"), !isPart);
    });
  }
});
