import assert from "node:assert/strict";
import {
  judgePartialPolicy,
  judgeTrustPolicy,
  MICROSOFT_RESOURCES,
  type TrustFinding,
  unknownMark,
} from "../../../../trust";
import { policyDocumentRemedy } from "../../../../trust/analyze/remedy-text";
import { AUD, AUDIENCE, policy, SUB, SUBJECT, TENANT } from "../entra-policy";
import { federatedPolicy } from "../federated-policy";
import { type Claims, judge } from "../issuers/judge-provider";

const V1 = `sts.windows.net/${TENANT}/`;
const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
const OWN = `api://${TENANT}/app`;
const CLIENT_ID = "7b1c0d52-9e84-4a3f-b6d0-51e2c8f4a790";
const DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
const EXCHANGE = "fb60f99c-7a34-4190-8149-302f77469936";
const SERVICE_CONNECTION =
  "/eid1/c/pub/t/LBptj047XUyefwobLD1OXw/a/rISbSSETf0KqFyZ8ppdXmA/sc/0ca3ddd9-f0b0-4635-a98c-5866526961b6/64171687-7a59-4fce-b2c8-823278dcf176";

const reportedOf = (
  provider: string,
  claims: Claims,
  like?: Claims,
): readonly (readonly [code: string, severity: string, reach: string | undefined])[] =>
  judge(provider, { StringEquals: claims, ...(like === undefined ? {} : { StringLike: like }) }).findings.map(
    ({ code, severity, reach }) => [code, severity, reach],
  );

/** The finding of a code. */
function findingOf(code: string, provider: string, claims: Claims): TrustFinding {
  const found = judge(provider, { StringEquals: claims }).findings.find((finding) => finding.code === code);
  assert.ok(found !== undefined);
  return found;
}

describe("an audience at Entra's version 1 issuer", () => {
  const HELD = [["audience-held-by-others", "violation", "replay"]];
  const NEVER = [["audience-never-issued", "violation", "nobody"]];

  it("is replayable if it is a resource of Microsoft's, whichever of the table", () => {
    for (const { name, applicationId, uris, isVerifiable, isForAws, tokenVersions } of MICROSOFT_RESOURCES) {
      const expected =
        !isVerifiable || !tokenVersions.includes(1)
          ? NEVER
          : name === "Microsoft Fabric S3 shortcuts"
            ? []
            : isForAws
              ? []
              : HELD;
      const [uri] = uris;
      for (const aud of [
        applicationId,
        uri?.replace("*", "contoso"),
        uri?.replace("*", "contoso").concat("/"),
      ]) {
        if (aud !== undefined) {
          assert.deepEqual(reportedOf(V1, { aud, sub: SUBJECT }), expected, aud);
        }
      }
    }
  });

  it("says who holds the tokens, and the fix leaves audiences of one's own", () => {
    const only = findingOf("audience-held-by-others", V1, { aud: "https://vault.azure.net", sub: SUBJECT });
    assert.match(
      only.message,
      /^Any service that receives a token of "0b5c7d1e-[0-9a-f-]+" for Azure Key Vault can replay it and assume this role\. /,
    );
    assert.deepEqual(only.fix?.conditions, { [`${V1}:aud`]: "<application ID URI>" });
    const both = findingOf("audience-held-by-others", V1, {
      aud: [OWN, "https://management.azure.com/", "https://graph.microsoft.com"],
      sub: SUBJECT,
    });
    assert.deepEqual(both.fix?.conditions, { [`${V1}:aud`]: OWN });
    assert.deepEqual(reportedOf(V1, { aud: [OWN, "https://graph.microsoft.com"], sub: SUBJECT }), [
      ["audience-never-issued", "note", undefined],
    ]);
  });

  it("is an open door beside no subject, and no assignment can help", () => {
    const { findings } = judge(V1, { StringEquals: { aud: "https://management.azure.com/" } });
    assert.deepEqual(
      findings.map(({ code, reach }) => [code, reach]),
      [
        ["audience-held-by-others", "replay"],
        ["claim-not-pinned", "tenant"],
      ],
    );
    assert.equal(
      findings[1]?.detail,
      "That is every identity in the tenant: nobody needs an assignment to a resource of Microsoft's.",
    );
  });

  it("is never issued as a scope: the fix takes /.default away, unless Microsoft's resource is left", () => {
    const own = findingOf("audience-never-issued", V1, { aud: `${OWN}/.default`, sub: SUBJECT });
    assert.deepEqual(own.fix?.conditions, { [`${V1}:aud`]: OWN });
    const arm = findingOf("audience-never-issued", V1, {
      aud: "https://management.azure.com/.default",
      sub: SUBJECT,
    });
    assert.deepEqual(arm.fix?.conditions, { [`${V1}:aud`]: "<application ID URI>" });
  });

  it("is right if it is one's own, Fabric's for S3, or that of the permissions management", () => {
    for (const aud of [
      OWN,
      "https://analysis.windows.net/powerbi/connector/AmazonS3",
      "https://analysis.windows.net/powerbi/connector/AmazonAthena",
      "api://mciem-aws-oidc-app",
    ]) {
      assert.deepEqual(reportedOf(V1, { aud, sub: SUBJECT }), [], aud);
    }
  });

  it("names a service principal in the fix for a service of Microsoft's that signs in as one", () => {
    for (const aud of [
      "https://analysis.windows.net/powerbi/connector/AmazonS3",
      "api://mciem-aws-oidc-app",
    ]) {
      const { fix } = findingOf("claim-not-pinned", V1, { aud });
      assert.deepEqual(fix?.conditions, { [`${V1}:sub`]: "<object ID of the service principal>" });
    }
  });

  it("of Fabric or the permissions management is held by others if the options do not name the service", () => {
    for (const [aud, service] of [
      ["https://analysis.windows.net/powerbi/connector/AmazonS3", "fabric"],
      ["api://mciem-aws-oidc-app", "ciem"],
    ] as const) {
      const claims = { StringEquals: { aud, sub: SUBJECT } };
      assert.equal(judge(V1, claims, { microsoftServices: [service] }).accepted, true);
      assert.equal(judge(V1, claims, { microsoftServices: ["sentinel"] }).findings[0]?.reach, "replay");
    }
  });
});

describe("an audience at Entra's version 2 issuer", () => {
  const NEVER = [["audience-never-issued", "violation", "nobody"]];

  it("lets nobody in if it is a resource's application ID, in any list", () => {
    for (const { applicationId, isCaller } of MICROSOFT_RESOURCES) {
      if (applicationId !== undefined && !isCaller) {
        assert.deepEqual(reportedOf(V2, { aud: applicationId, sub: SUBJECT }), NEVER, applicationId);
      }
    }
    assert.deepEqual(
      findingOf("audience-never-issued", V2, { aud: EXCHANGE, sub: SUBJECT }).fix?.conditions,
      {
        [`${V2}:aud`]: "<client ID of the managed identity>",
      },
    );
    assert.deepEqual(reportedOf(V2, { aud: [CLIENT_ID, EXCHANGE], sub: SUBJECT }), [
      ["audience-never-issued", "note", undefined],
    ]);
  });

  it("lets nobody in in capitals, and the fix has it in lower case", () => {
    const { reach, fix } = findingOf("audience-never-issued", V2, {
      aud: CLIENT_ID.toUpperCase(),
      sub: SUBJECT,
    });
    assert.equal(reach, "nobody");
    assert.deepEqual(fix?.conditions, { [`${V2}:aud`]: CLIENT_ID });
  });

  it("does not pin the application as a client ID alone, but does with oaud beside it", () => {
    const aud = CLIENT_ID;
    assert.deepEqual(reportedOf(V2, { aud, sub: SUBJECT }), [["application-not-pinned", "note", undefined]]);
    assert.match(
      findingOf("application-not-pinned", V2, { aud, sub: SUBJECT }).right,
      /^the application's client ID on login\.microsoftonline\.com\/[0-9a-f-]+\/v2\.0:oaud, or /,
    );
    assert.deepEqual(reportedOf(V2, { aud, sub: SUBJECT, oaud: SUBJECT }), []);
    assert.deepEqual(reportedOf(V2, { aud, sub: SUBJECT }, { oaud: "5d0e3c71-*" }), [
      ["application-not-pinned", "note", undefined],
    ]);
  });
});

describe("Azure DevOps at Entra's version 2 issuer", () => {
  it("is accepted with the exact subject of a service connection, without a remark", () => {
    assert.deepEqual(reportedOf(V2, { aud: DEVOPS, sub: SERVICE_CONNECTION }), []);
  });

  it("is open to the tenant without a subject or with a pattern, and the fix has the form of its subjects", () => {
    const form =
      "/eid1/c/pub/t/LBptj047XUyefwobLD1OXw/a/rISbSSETf0KqFyZ8ppdXmA/sc/<organization ID>/<service connection ID>";
    const organization = SERVICE_CONNECTION.slice(0, SERVICE_CONNECTION.lastIndexOf("/") + 1);
    for (const like of [undefined, { sub: `${organization}*` }, { sub: "/eid1/*" }]) {
      const { findings } = judge(V2, {
        StringEquals: { aud: DEVOPS },
        ...(like === undefined ? {} : { StringLike: like }),
      });
      assert.deepEqual(
        findings.map(({ code, reach }) => [code, reach]),
        [["claim-not-pinned", "tenant"]],
      );
      assert.deepEqual(findings[0]?.fix?.conditions, { [`${V2}:sub`]: form });
    }
    assert.match(
      findingOf("claim-not-pinned", V2, { aud: DEVOPS }).consequence,
      /^Any service connection of Azure DevOps that can get a token of tenant /,
    );
  });

  it("lets nobody in under another application's ID: the fix has the one that the subject names", () => {
    for (const aud of [EXCHANGE, CLIENT_ID, "api://AzureADTokenExchange"]) {
      const [finding] = judge(V2, { StringEquals: { aud, sub: SERVICE_CONNECTION } }).findings;
      assert.equal(finding?.reach, "nobody", aud);
      assert.deepEqual(finding.fix?.conditions, { [`${V2}:aud`]: DEVOPS }, aud);
    }
  });

  it("lets nobody in with the subject of a managed identity", () => {
    const { reach, fix } = findingOf("audience-never-issued", V2, { aud: DEVOPS, sub: SUBJECT });
    assert.equal(reach, "nobody");
    assert.match(JSON.stringify(fix?.conditions), /\/eid1\/c\/pub\/t\/LBptj047XUyefwobLD1OXw\/a\//);
    // An unknown part elsewhere changes nothing.
    const document = federatedPolicy(V2, { StringEquals: { aud: DEVOPS, sub: SUBJECT } });
    const [only] = document.Statement as [object];
    const { verdict, findings } = judgePartialPolicy({
      ...document,
      Statement: { ...only, Sid: unknownMark("X") },
    });
    assert.deepEqual(
      [verdict, ...findings.map((finding) => finding.code)],
      ["rejected", "audience-never-issued"],
    );
  });

  it("does not follow from a subject whose case is ignored: another spelling names another application", () => {
    const { findings } = judge(V2, {
      StringEquals: { aud: CLIENT_ID },
      StringEqualsIgnoreCase: { sub: SERVICE_CONNECTION },
    });
    assert.deepEqual(
      findings.map(({ code, reach }) => [code, reach]),
      [
        ["application-not-pinned", undefined],
        ["claim-not-pinned", "tenant"],
      ],
    );
  });
});

describe("a subject at an Entra issuer", () => {
  const never = (sub: unknown, operator = "StringEquals"): TrustFinding | undefined =>
    judge(
      V1,
      operator === "StringEquals"
        ? { StringEquals: { aud: OWN, sub } }
        : { StringEquals: { aud: OWN }, [operator]: { sub } },
    ).findings.find(({ code }) => code === "subject-never-issued");

  it("is never issued in another issuer's form, as a name, or as spn:", () => {
    for (const [sub, operator] of [
      ["system:serviceaccount:orders:importer", "StringEquals"],
      ["system:serviceaccount:*", "StringLike"],
      ["repo:acme/infra:*", "StringLike"],
      ["spn:0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e", "StringEquals"],
      ["orders-importer", "StringEquals"],
      ["ada@contoso.com", "StringEquals"],
      [["spn:x", "repo:y"], "StringEquals"],
    ] as const) {
      const { severity, reach, fix } = never(sub, operator) ?? {};
      assert.deepEqual([severity, reach], ["violation", "nobody"], String(sub));
      assert.deepEqual(fix?.conditions, { [`${V1}:sub`]: "<principal ID of the managed identity>" });
    }
  });

  it("is never issued in capitals under StringEquals, and the fix has it in lower case", () => {
    const capitals = SUBJECT.toUpperCase();
    for (const operator of ["StringEquals", "StringLike"]) {
      assert.deepEqual(never(capitals, operator)?.fix?.conditions, { [`${V1}:sub`]: SUBJECT });
    }
    assert.equal(never(capitals, "StringEqualsIgnoreCase"), undefined);
  });

  it("leaves the others of a list alone", () => {
    const { severity, reach } = never([SUBJECT, "spn:x"]) ?? {};
    assert.deepEqual([severity, reach], ["note", undefined]);
  });

  it("can be an object ID, a user's, or a part of an application", () => {
    for (const sub of [SUBJECT, "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ", SERVICE_CONNECTION]) {
      assert.equal(never(sub), undefined, sub);
    }
    for (const sub of ["*", "0b5c*", "/eid1/c/*", "/e*"]) {
      assert.equal(never(sub, "StringLike"), undefined, sub);
    }
  });
});

describe("the name of a provider that no token has", () => {
  const ARN = "arn:aws:iam::111122223333:oidc-provider/";

  /** A policy in which principal and keys name a provider, or two. */
  function named(inPrincipal: string, inKeys: string, claims: Claims): object {
    const conditions = Object.entries(claims).map(([claim, value]): [string, unknown] => [
      `${inKeys}:${claim}`,
      value,
    ]);
    return {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `${ARN}${inPrincipal}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: Object.fromEntries(conditions) },
        },
      ],
    };
  }

  /** The policy with another name wherever a fix says. */
  function renamed(document: object, from: string, to: string): unknown {
    const text = JSON.stringify(document);
    return JSON.parse(text.replaceAll(`/${from}"`, `/${to}"`).replaceAll(`"${from}:`, `"${to}:`));
  }

  const WRONG: readonly (readonly [wrong: string, right: string, aud: string, sub?: string])[] = [
    [`sts.windows.net/${TENANT}`, V1, OWN],
    [`sts.windows.net/${TENANT}/v2.0`, V1, OWN],
    [`STS.windows.net/${TENANT.toUpperCase()}/`, V1, OWN],
    [`login.microsoftonline.com/${TENANT}`, V2, CLIENT_ID],
    [`login.microsoftonline.com/${TENANT}/`, V2, CLIENT_ID],
    [`login.microsoftonline.com/${TENANT}/v2.0/`, V2, CLIENT_ID],
    [`login.microsoftonline.com/${TENANT}/oauth2/v2.0`, V2, CLIENT_ID],
    [`login.microsoftonline.us/${TENANT}`, `login.microsoftonline.us/${TENANT}/v2.0`, CLIENT_ID],
    [
      `westeurope.oic.prod-aks.azure.com/${TENANT}/${SUBJECT}`,
      `westeurope.oic.prod-aks.azure.com/${TENANT}/${SUBJECT}/`,
      "sts.amazonaws.com",
      "system:serviceaccount:orders:importer",
    ],
  ];

  it("is corrected in principal and keys, in either, and the result is accepted", () => {
    for (const [wrong, right, aud, sub = SUBJECT] of WRONG) {
      for (const [inPrincipal, inKeys] of [
        [wrong, wrong],
        [wrong, right],
        [right, wrong],
      ] as const) {
        if (inPrincipal === right && wrong.toLowerCase() === right) {
          continue; // The case of keys does not count.
        }
        const document = named(inPrincipal, inKeys, { aud, sub });
        const { accepted, findings } = judgeTrustPolicy(document);
        const violations = findings.filter(({ severity }) => severity === "violation");
        assert.equal(accepted, false);
        assert.deepEqual(
          violations.map(({ reach }) => reach),
          ["nobody"],
          `${inPrincipal} ${inKeys}`,
        );
        const { from = "", to = "" } = violations[0]?.fix?.rename ?? {};
        const corrected = judgeTrustPolicy(renamed(document, from, to));
        assert.equal(to, right);
        assert.equal(corrected.accepted, true, `${inPrincipal} ${inKeys}`);
      }
    }
  });

  it("prints the correction in every language", () => {
    const wrong = `sts.windows.net/${TENANT}`;
    const [finding] = judgeTrustPolicy(named(wrong, wrong, { aud: OWN, sub: SUBJECT })).findings;
    assert.ok(finding?.fix !== undefined);
    assert.equal(
      finding.remedy,
      `In the principal and the condition keys of the statement, replace ${wrong} with ${V1}.`,
    );
    assert.match(policyDocumentRemedy(finding.fix), /^With getPolicyDocument, /);
  });

  it("shows what else is wrong, under the right key", () => {
    const wrong = `sts.windows.net/${TENANT}`;
    const { findings } = judgeTrustPolicy(named(wrong, wrong, { aud: OWN }));
    assert.deepEqual(
      findings.map(({ code, fix }) => [code, Object.keys(fix?.conditions ?? {})]),
      [
        ["claim-not-pinned", [`${V1}:sub`]],
        ["provider-name-differs", []],
      ],
    );
  });

  it("is wrong without a correction if it names no tenant", () => {
    for (const wrong of [
      "sts.windows.net/contoso.onmicrosoft.com/",
      "sts.windows.net/common/",
      "login.microsoftonline.com/common/v2.0",
      "login.microsoftonline.com/organizations/v2.0",
      "login.microsoftonline.com/contoso.com/v2.0",
    ]) {
      const { findings } = judgeTrustPolicy(named(wrong, wrong, { aud: OWN, sub: SUBJECT }));
      const found = findings.find(({ code }) => code === "provider-name-differs");
      assert.equal(found?.reach, "nobody", wrong);
      assert.equal(found.fix, undefined);
      assert.match(found.right, /<tenant ID>/);
    }
  });

  it("is that of Microsoft's services too: the subject stays the service's own", () => {
    const wrong = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d";
    const codes = judgeTrustPolicy(
      named(wrong, wrong, { aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e", sub: SUBJECT }),
    ).findings.map(({ code, fix }) => [code, Object.values(fix?.conditions ?? {})]);
    assert.deepEqual(codes, [
      ["subject-binds-no-workload", ["MicrosoftSentinel_<workspace ID>"]],
      ["provider-name-differs", []],
    ]);
  });
});

describe("a condition under the key of a provider without its slash", () => {
  const misspelled = SUB.replace("/:", ":");

  for (const [operator, reach] of [
    ["ForAllValues:StringEquals", "tenant"],
    ["StringEqualsIfExists", "tenant"],
    ["StringEquals", "nobody"],
  ] as const) {
    it(`lets in ${reach === "nobody" ? "nobody" : "the tenant"} under ${operator}: AWS fills no such key`, () => {
      const condition = { [misspelled]: SUBJECT };
      const Condition =
        operator === "StringEquals"
          ? { StringEquals: { [AUD]: AUDIENCE, ...condition } }
          : { StringEquals: { [AUD]: AUDIENCE }, [operator]: condition };
      assert.equal(judgeTrustPolicy(policy({ Condition })).reach, reach);
    });
  }
});
