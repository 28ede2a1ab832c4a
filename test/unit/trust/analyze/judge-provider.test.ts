import assert from "node:assert/strict";
import { judgeTrustPolicy, type TrustFinding, type TrustVerdict } from "../../../../trust";
import { AUDIENCE, PROVIDER, SUB, SUBJECT } from "../entra-policy";
import { type Claims, federatedPolicy } from "../federated-policy";

const GITHUB = "token.actions.githubusercontent.com";
const GOOGLE = "accounts.google.com";
const MICROSOFT = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";

const judged = (provider: string, StringEquals: Claims): TrustVerdict =>
  judgeTrustPolicy(federatedPolicy(provider, { StringEquals }));
/** Code, severity and texts of the findings. */
const said = (provider: string, claims: Claims): TrustFinding["found"][][] =>
  judged(provider, claims).findings.map(({ code, severity, found, right, consequence }) => [
    code,
    severity,
    found,
    right,
    consequence,
  ]);

describe("what is said of one provider", () => {
  it("names the claim in the subject's place among the grants only if IAM takes the policy", () => {
    const claims = { aud: "sts.amazonaws.com", repository_id: "1" };
    const standIn = { key: `${GITHUB}:repository_id`, values: ["1"] };
    const workflow = "contoso/deploy/.github/workflows/deploy.yml@refs/heads/main";
    const grant = (own: Claims): unknown => judged(GITHUB, { ...claims, ...own }).grants[0]?.standIn;
    assert.deepEqual(grant({ job_workflow_ref: workflow }), standIn);
    assert.equal(grant({}), undefined);
  });

  it("takes subjects that Entra never issues for GUIDs in capitals only if all are", () => {
    const capitals = [SUBJECT, SUBJECT.replace("0", "1")].map((subject) => subject.toUpperCase());
    const [first = ""] = capitals;
    const nobody = "Nobody can assume this role as written.";
    const such = "a subject such as <principal ID of the managed identity>";
    for (const [subjects, right] of [
      [capitals, `${JSON.stringify(capitals).toLowerCase()}, in lower case as in the tokens`],
      [[first, "orders"], such],
    ] as const) {
      const found = `${JSON.stringify(subjects)} on ${SUB}, which matches no subject of Entra`;
      assert.deepEqual(said(PROVIDER, { aud: AUDIENCE, sub: subjects }), [
        ["subject-never-issued", "violation", found, right, nobody],
      ]);
    }
    assert.deepEqual(said(PROVIDER, { aud: AUDIENCE, sub: [SUBJECT, "orders"] }), [
      [
        "subject-never-issued",
        "note",
        `["orders"] on ${SUB}, which matches no subject of Entra`,
        such,
        "Only the other values let a caller in: no token carries this one.",
      ],
    ]);
  });

  it("notes the claim that identifies the caller, with all of its values", () => {
    const accounts = ["123456789012345678901", "223456789012345678901"];
    const session = "MicrosoftSentinel_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    for (const [provider, claims, key, found, right] of [
      [
        GOOGLE,
        { aud: accounts },
        `${GOOGLE}:aud`,
        `"${accounts.join('" or "')}" on ${GOOGLE}:aud, a service account's unique ID, which AWS compares with the tokens' azp. The tokens' own audience is ${GOOGLE}:oaud`,
        "the subject as well, if you know it",
      ],
      [
        MICROSOFT,
        { aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e", "sts:RoleSessionName": session },
        "sts:RoleSessionName",
        `"${session}" on sts:RoleSessionName, a session name of a service that Microsoft runs in its own tenant. Microsoft's tenant has no identity of yours to name`,
        "no change",
      ],
    ] as const) {
      assert.deepEqual(said(provider, claims), [
        [
          "claim-stands-in",
          "note",
          found,
          right,
          `In place of the subject, ${key} identifies who can assume this role.`,
        ],
      ]);
    }
  });

  it("asks for Google's own audience beside the caller's ID, and for the subject only if it is missing", () => {
    const account = "123456789012345678901";
    const key = `${GOOGLE}:aud`;
    const texts = (claims: Claims): unknown[][] =>
      judged(GOOGLE, claims).findings.map(({ code, right, consequence }) => [code, right, consequence]);
    assert.deepEqual(texts({ aud: account, sub: account }), [
      [
        "claim-stands-in",
        `your own audience on ${GOOGLE}:oaud as well`,
        "The subject can assume this role with a token for any audience.",
      ],
    ]);
    assert.deepEqual(texts({ aud: account, sub: account, oaud: "https://orders.example.com" }), []);
    assert.deepEqual(
      texts({ aud: account, oaud: "https://orders.example.com" }).map(([, ...words]) => words),
      [
        [
          "the subject as well, if you know it",
          `In place of the subject, ${key} identifies who can assume this role.`,
        ],
      ],
    );
  });
});
