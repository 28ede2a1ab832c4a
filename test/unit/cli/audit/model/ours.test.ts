import assert from "node:assert/strict";
import { makeReport } from "../../../../../cli/audit/make-report";
import { type ListedOwners, readOurs } from "../../../../../cli/audit/model/ours";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  allow,
  auditOf,
  deployed,
  estateFrom,
  federationStatement,
  NOW,
  provider,
  role,
  TENANT,
} from "../company";

const FOREIGN = "c0ffee00-0000-4000-8000-000000000001";
const SUBJECT = "bbbbbbbb-0000-4000-8000-000000000009";
const GITHUB = "token.actions.githubusercontent.com";

function listed(...values: readonly string[]): ListedOwners {
  const found = readOurs(values);
  assert.ok(!("invalid" in found));
  return found;
}

/** A role that trusts one exact subject of a provider, and the provider. */
const trusting = (name: string, sub: string, aud = "sts.amazonaws.com"): readonly SnapshotRecord[] => [
  provider(name, [aud]),
  role("vendor", [federationStatement({ aud, sub }, name)], [allow("*")]),
];

/** Who is a stranger, and which sentences ask for a list. */
function strangers(
  ours: ListedOwners,
  ...records: readonly SnapshotRecord[]
): readonly [readonly string[], readonly string[]] {
  const { roles, notSeen } = makeReport(estateFrom(...deployed(), ...records), "0.2.0", NOW, ours);
  return [
    roles
      .flatMap(({ findings }) => findings)
      .filter(({ rule }) => rule === "trust-admits-stranger")
      .map(({ severity, message }) => `${severity}: ${message.split(" admits ")[1] ?? ""}`),
    notSeen.filter((sentence) => sentence.startsWith("Nothing says")),
  ];
}

const NOT_OURS = "which is neither in the input nor in --ours.";

describe("an owner of identities that is not ours", () => {
  it("is a tenant that was not collected, unless it is listed", () => {
    const vendor = trusting(`sts.windows.net/${FOREIGN}/`, SUBJECT);
    const [role] = auditOf(...deployed(), ...vendor).roles.filter(({ name }) => name === "vendor");
    assert.deepEqual([role?.reach, role?.verdict], [undefined, "accepted"]);
    assert.match(role?.sentence ?? "", new RegExp(`^${SUBJECT} of tenant ${FOREIGN} can assume role vendor`));
    assert.deepEqual(strangers(new Map(), ...vendor), [
      [`high: ${SUBJECT} of tenant ${FOREIGN}, ${NOT_OURS}`],
      [],
    ]);
    assert.deepEqual(strangers(listed(`entra-tenant=${FOREIGN.toUpperCase()}`), ...vendor), [[], []]);
  });

  it("is an AKS cluster of another tenant", () => {
    const pod = "system:serviceaccount:orders:api";
    const cluster = (tenant: string): readonly SnapshotRecord[] =>
      trusting(`westeurope.oic.prod-aks.azure.com/${tenant}/cluster-1/`, pod);
    assert.deepEqual(strangers(new Map(), ...cluster(FOREIGN)), [
      [`high: ${pod} of AKS cluster cluster-1, ${NOT_OURS}`],
      [],
    ]);
    assert.deepEqual(strangers(new Map(), ...cluster(TENANT)), [[], []]);
    assert.deepEqual(strangers(listed("aks-cluster=cluster-1"), ...cluster(FOREIGN)), [[], []]);
  });

  it("is asked for once for each kind of which nothing says who is ours", () => {
    const [subject, audience] = ["repo:contoso/infra:ref:refs/heads/main", "sts.amazonaws.com"];
    const records = trusting(GITHUB, subject, audience);
    assert.deepEqual(strangers(new Map(), ...records), [
      [],
      [
        "Nothing says which GitHub owners are yours, so none counts as a stranger. Roles trust contoso. List yours with --ours github-owner=NAME, once for each.",
      ],
    ]);
    assert.deepEqual(strangers(listed("github-owner=Contoso"), ...records), [[], []]);
    assert.deepEqual(strangers(listed("github-owner=acme"), ...records), [
      [`high: ${subject} of GitHub owner contoso, ${NOT_OURS}`],
      [],
    ]);
  });

  it("is read from the provider or the subject of each kind", () => {
    for (const [kind, name, owner, subject] of [
      ["gitlab-group", "gitlab.com", "acme", "project_path:acme/infra:ref_type:branch:ref:main"],
      [
        "hcp-terraform-organization",
        "app.terraform.io",
        "acme",
        "organization:acme:project:p:workspace:w:run_phase:apply",
      ],
      [
        "buildkite-organization",
        "agent.buildkite.com",
        "acme",
        "organization:acme:pipeline:p:ref:r:commit:c:step:s",
      ],
      ["azure-devops-organization", "vstoken.dev.azure.com/0a1b", "acme", "sc://acme/infra/aws"],
      ["circleci-organization", "oidc.circleci.com/org/0a1b", "0a1b", "org/0a1b/project/p/user/u"],
      ["eks-cluster", "oidc.eks.eu-west-1.amazonaws.com/id/ABC", "ABC", "system:serviceaccount:a:b"],
    ] as const) {
      const records = trusting(name, subject);
      assert.equal(strangers(listed(`${kind}=other`), ...records)[0].length, 1, kind);
      assert.deepEqual(strangers(listed(`${kind}=${owner}`), ...records), [[], []], kind);
      assert.equal(strangers(new Map(), ...records)[1].length, 1, kind);
    }
  });

  it("is not a service that Microsoft runs in its own tenant, nor somebody who cannot get in", () => {
    const microsoft = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    assert.deepEqual(strangers(new Map(), ...trusting(microsoft, SUBJECT)), [[], []]);
    const [, vendor = assert.fail()] = trusting(`sts.windows.net/${FOREIGN}/`, SUBJECT);
    // The account does not have the provider.
    assert.deepEqual(strangers(new Map(), vendor), [[], []]);
  });

  it("is no tenant that only an export of service principals names", () => {
    const estate = estateFrom(...deployed(), ...trusting(`sts.windows.net/${FOREIGN}/`, SUBJECT));
    const tenants = new Set([...estate.tenants, FOREIGN]);
    const { roles } = makeReport({ ...estate, tenants }, "0.2.0", NOW);
    assert.ok(roles.some(({ findings }) => findings.some(({ rule }) => rule === "trust-admits-stranger")));
  });
});

describe("the values of --ours", () => {
  it("are a known kind and a name", () => {
    for (const value of ["github-owner", "github-owner=", "=acme", "repository=acme", "acme"]) {
      assert.deepEqual(readOurs(["github-owner=a", value]), { invalid: value });
    }
  });
});
