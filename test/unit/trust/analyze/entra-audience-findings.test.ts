import assert from "node:assert/strict";
import { type JudgeOptions, judgePartialPolicy, unknownMark } from "../../../../trust";
import { SUBJECT, TENANT } from "../entra-policy";
import { type Claims, federatedPolicy } from "../federated-policy";
import { judge } from "../issuers/judge-provider";

const V1 = `sts.windows.net/${TENANT}/`;
const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
const V2_OF_MICROSOFT = "login.microsoftonline.com/33e01921-4d64-4f8c-a055-5bdaffd5e33d/v2.0";
const OWN = `api://${TENANT}/app`;
const CLIENT_ID = "7b1c0d52-9e84-4a3f-b6d0-51e2c8f4a790";
const OTHER_CLIENT_ID = "2c8e4b1d-6f05-4d7a-8b39-e0a1c2d3f4b5";
const DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
const EXCHANGE = "fb60f99c-7a34-4190-8149-302f77469936";
const KEY_VAULT = "cfa8b339-82a2-471a-a3c9-0fc0be7a4093";
const OF_DEVOPS = "/eid1/c/pub/t/LBptj047XUyefwobLD1OXw/a/rISbSSETf0KqFyZ8ppdXmA/sc";
const SERVICE_CONNECTION = `${OF_DEVOPS}/0ca3ddd9-f0b0-4635-a98c-5866526961b6/64171687-7a59-4fce-b2c8-823278dcf176`;
/** A part of the application with {@link CLIENT_ID}, such as an agent. */
const PART = "/eid1/c/pub/t/LBptj047XUyefwobLD1OXw/a/Ug0ce4SeP0q20FHiyPSnkA/agent";

const NOBODY = "Nobody can assume this role as written.";

/** What a finding says, and the conditions that its fix writes. */
interface Said {
  readonly code: string;
  readonly found: string;
  readonly right: string;
  readonly consequence: string;
  readonly detail: string;
  readonly fix: unknown;
}

/** What the findings on a policy say. */
function said(provider: string, claims: Claims, options?: JudgeOptions): Said[] {
  return judge(provider, { StringEquals: claims }, options).findings.map(
    ({ code, found, right, consequence, detail, fix }) => ({
      code,
      found,
      right,
      consequence,
      detail,
      fix: fix?.conditions,
    }),
  );
}

/** The codes of the findings on a policy. */
function codes(provider: string, claims: Claims): string[] {
  return said(provider, claims).map(({ code }) => code);
}

describe("the finding on an audience at Entra's version 1 issuer", () => {
  const right = "your own application's ID URI";
  const fix = { [`${V1}:aud`]: "<application ID URI>" };

  it("names the resources that hold the tokens, and the subjects", () => {
    const aud = ["https://management.azure.com/", "https://vault.azure.net"];
    assert.deepEqual(said(V1, { aud, sub: [SUBJECT, CLIENT_ID] }), [
      {
        code: "audience-held-by-others",
        found:
          '"https://management.azure.com/" and "https://vault.azure.net", the audience of Azure Resource Manager and Azure Key Vault',
        right,
        consequence: `Any service that receives a token of "${SUBJECT}" or "${CLIENT_ID}" for Azure Resource Manager and Azure Key Vault can replay it and assume this role.`,
        detail: "",
        fix,
      },
    ]);
  });

  it("shows three audiences and counts the rest", () => {
    const stores = ["a", "b", "c", "d", "e"].map((name) => `https://${name}.vault.azure.net`);
    const three =
      '"https://a.vault.azure.net" and "https://b.vault.azure.net" and "https://c.vault.azure.net"';
    for (const [aud, expected] of [
      [stores.slice(0, 3), `${three}, the audience of Azure Key Vault`],
      [stores, `${three} and 2 more, the audience of Azure Key Vault`],
    ] as const) {
      assert.deepEqual(
        said(V1, { aud, sub: SUBJECT }).map(({ found }) => found),
        [expected],
      );
    }
  });

  for (const [title, aud, found, conditions] of [
    [
      "a scope of Microsoft's",
      "https://management.azure.com/.default",
      '"https://management.azure.com/.default", which is a scope and no audience',
      fix,
    ],
    [
      "a scope with two slashes",
      `${OWN}//.default`,
      `"${OWN}//.default", which is a scope and no audience`,
      { [`${V1}:aud`]: OWN },
    ],
    // The fix must not choose one of several.
    [
      "two scopes",
      [`${OWN}/.default`, `${OWN}-2/.default`],
      `"${OWN}/.default" and "${OWN}-2/.default", which is a scope and no audience`,
      fix,
    ],
    [
      "a scope beside Microsoft Graph",
      [`${OWN}/.default`, "https://graph.microsoft.com"],
      `"${OWN}/.default" and "https://graph.microsoft.com", which is a scope and no audience; whose tokens only Microsoft Graph can verify`,
      fix,
    ],
  ] as const) {
    it(`says why no token has ${title}, and what to write`, () => {
      assert.deepEqual(said(V1, { aud, sub: SUBJECT }), [
        { code: "audience-never-issued", found, right, consequence: NOBODY, detail: "", fix: conditions },
      ]);
    });
  }

  it("takes a name that begins with .default for no scope", () => {
    assert.deepEqual(said(V1, { aud: `${OWN}/.defaults`, sub: SUBJECT }), []);
  });

  it("holds with an unknown path, unless the whole can be an audience for AWS", () => {
    const path = unknownMark("Ref Path");
    for (const [host, verdict, expected] of [
      ["analysis.usgovcloudapi.net", "rejected", ["audience-held-by-others"]],
      ["analysis.windows.net", "unknown", []],
    ] as const) {
      const judged = judgePartialPolicy(
        federatedPolicy(V1, { StringEquals: { aud: `https://${host}/${path}`, sub: SUBJECT } }),
      );
      assert.deepEqual([judged.verdict, judged.findings.map(({ code }) => code)], [verdict, expected], host);
    }
  });
});

describe("the finding on an audience at Entra's version 2 issuer", () => {
  const key = `${V2}:aud`;
  const ofIdentity = "the managed identity's client ID, because AWS compares the tokens' azp";
  const ofDevOps = `${DEVOPS}, the application that the subject names: AWS compares the tokens' azp`;
  const noClient = "an audience that is not a client ID, with tokens of version 2";
  const identity = { [key]: "<client ID of the managed identity>" };
  const capitals = [CLIENT_ID.toUpperCase(), OTHER_CLIENT_ID.toUpperCase()];

  for (const [title, code, aud, sub, found, right, fix] of [
    [
      "the application IDs of two resources",
      "audience-never-issued",
      [EXCHANGE, KEY_VAULT],
      SUBJECT,
      `"${EXCHANGE}" and "${KEY_VAULT}" on ${key}, the application ID of Azure AD token exchange and Azure Key Vault: a resource that tokens are for, and not the client that gets them`,
      ofIdentity,
      identity,
    ],
    [
      "a resource's application ID and URI",
      "audience-not-a-client-id",
      [EXCHANGE, "api://AzureADTokenExchange"],
      SUBJECT,
      noClient,
      ofIdentity,
      identity,
    ],
    [
      "two client IDs in capitals",
      "audience-never-issued",
      capitals,
      SUBJECT,
      `"${capitals[0]}" and "${capitals[1]}" on ${key}, in capitals`,
      `["${CLIENT_ID}","${OTHER_CLIENT_ID}"], in lower case as in the tokens`,
      { [key]: [CLIENT_ID, OTHER_CLIENT_ID] },
    ],
    [
      "a client ID in capitals beside a resource",
      "audience-never-issued",
      [capitals[0], EXCHANGE],
      SUBJECT,
      noClient,
      ofIdentity,
      identity,
    ],
    [
      "the client IDs of applications that the subject does not name",
      "audience-never-issued",
      [CLIENT_ID, OTHER_CLIENT_ID],
      SERVICE_CONNECTION,
      `"${CLIENT_ID}" and "${OTHER_CLIENT_ID}" on ${key}, which is not the application that the subject names`,
      ofDevOps,
      { [key]: DEVOPS },
    ],
    [
      "a client ID beside a URI, with the subject of another application",
      "audience-not-a-client-id",
      [CLIENT_ID, OWN],
      SERVICE_CONNECTION,
      noClient,
      ofDevOps,
      { [key]: DEVOPS },
    ],
  ] as const) {
    it(`says why no token has ${title}, and what to write`, () => {
      assert.deepEqual(said(V2, { aud, sub }), [
        { code, found, right, consequence: NOBODY, detail: "", fix },
      ]);
    });
  }

  it("corrects the one application that the subject names, in capitals beside another", () => {
    const aud = [CLIENT_ID, DEVOPS.toUpperCase()];
    assert.deepEqual(
      said(V2, { aud, sub: SERVICE_CONNECTION }).map(({ right, fix }) => [right, fix]),
      [[ofDevOps, { [key]: DEVOPS }]],
    );
  });

  it("corrects the audience to the application that the subject names, whatever else is known", () => {
    const knownClaims = [{ provider: V2, audience: CLIENT_ID }];
    assert.deepEqual(
      said(V2, { aud: EXCHANGE, sub: SERVICE_CONNECTION }, { knownClaims }).map(({ fix }) => fix),
      [{ [key]: DEVOPS }],
    );
  });

  it("is left to the general rule for an empty string and for a placeholder", () => {
    assert.deepEqual(codes(V2, { aud: "", sub: SUBJECT }), ["claim-value-impossible"]);
    assert.deepEqual(codes(V2, { aud: "<client ID>", sub: SUBJECT }), ["claim-value-is-placeholder"]);
  });

  it("is made in a tenant of Microsoft's as well", () => {
    const session = { "sts:RoleSessionName": `MicrosoftSentinel_${CLIENT_ID}` };
    const aud = "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e";
    assert.deepEqual(codes(V2_OF_MICROSOFT, { aud, ...session }), [
      "audience-not-a-client-id",
      "claim-stands-in",
    ]);
  });

  it("is that the application is not pinned, if a managed identity can get in beside Azure DevOps", () => {
    // The token of the managed identity has its client ID as azp, and its object ID as sub.
    for (const claims of [
      { aud: CLIENT_ID, sub: [SERVICE_CONNECTION, SUBJECT] },
      { aud: [DEVOPS, CLIENT_ID], sub: SUBJECT },
    ]) {
      assert.deepEqual(codes(V2, claims), ["application-not-pinned"]);
    }
  });

  it("is none for a part of an application of one's own under the application's client ID", () => {
    assert.deepEqual(said(V2, { aud: CLIENT_ID, sub: PART }), []);
  });
});

describe("the finding on an audience of a tenant that is no customer's", () => {
  it("is as for every tenant of version 1", () => {
    const id = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    for (const [tenant, caller, right] of [
      ["9188040d-6c67-4c5b-b112-36a304b66dad", { sub: id }, "your own application's ID URI"],
      [
        "33e01921-4d64-4f8c-a055-5bdaffd5e33d",
        { "sts:RoleSessionName": `MicrosoftDefenderForClouds_${id}` },
        "the audience of the service",
      ],
    ] as const) {
      for (const [aud, code] of [
        ["https://graph.microsoft.com", "audience-never-issued"],
        ["https://management.azure.com/", "audience-held-by-others"],
        ["https://analysis.windows.net/powerbi/connector/AmazonS3", "audience-held-by-others"],
      ] as const) {
        const [first] = said(`sts.windows.net/${tenant}/`, { aud, ...caller });
        assert.deepEqual([first?.code, first?.right], [code, right]);
      }
    }
  });

  it("does not say that any API will do if the application is pinned twice, and so to nothing", () => {
    const { findings } = judge(V2, {
      StringEquals: { aud: CLIENT_ID, sub: SUBJECT, oaud: SUBJECT },
      StringLike: { oaud: CLIENT_ID },
    });
    assert.deepEqual(findings, []);
  });
});

describe("the finding on Azure DevOps with the subject of another", () => {
  const found = `"${DEVOPS}" on ${V2}:aud, the application ID of Azure DevOps, with a subject of another`;

  it("says what a subject looks like, or which one the caller knows", () => {
    for (const [subject, options] of [
      [`${OF_DEVOPS}/<organization ID>/<service connection ID>`, {}],
      [SERVICE_CONNECTION, { knownClaims: [{ provider: V2, subject: SERVICE_CONNECTION }] }],
    ] as const) {
      assert.deepEqual(said(V2, { aud: DEVOPS, sub: SUBJECT }, options), [
        {
          code: "audience-never-issued",
          found,
          right: `a subject such as ${subject}`,
          consequence: NOBODY,
          detail: "",
          fix: { [`${V2}:sub`]: subject },
        },
      ]);
    }
  });

  it("is none while one of the subjects is unknown and can be a service connection", () => {
    const sub = [unknownMark("Ref Subject"), SUBJECT];
    const { verdict, findings, unknown } = judgePartialPolicy(
      federatedPolicy(V2, { StringEquals: { aud: DEVOPS, sub } }),
    );
    assert.deepEqual([verdict, findings, unknown], ["unknown", [], ["Ref Subject"]]);
  });
});
