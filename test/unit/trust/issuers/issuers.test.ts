import assert from "node:assert/strict";
import { issuers, type TrustFinding } from "../../../../trust";
import { findIssuer } from "../../../../trust/issuers/find-issuer";
import { ACCEPTED, type Claims, judge, violations } from "./judge-provider";

/** A text in which each `<…>` of a pattern is an ordinary name. */
function filled(pattern: string, name = "name1"): string {
  return pattern.replace(/<[^<>]*>/g, name);
}

/** The operator and the claims that a finding's remedy adds, with ordinary names for placeholders. */
function filledFix(
  provider: string,
  finding: TrustFinding | undefined,
  name?: string,
): { operator: string; added: Claims } {
  assert.ok(finding?.fix !== undefined);
  const { operator, conditions } = finding.fix;
  const text = filled(JSON.stringify(conditions), name).replaceAll(`${provider}:`, "");
  return { operator, added: JSON.parse(text) as Claims };
}

describe("the table of issuers", () => {
  for (const { facts } of issuers) {
    const [providerPattern = ""] = facts.providers;
    const provider = filled(providerPattern);
    const { audience: audienceClaim, subject: subjectClaim } = facts.claims ?? {
      audience: "aud",
      subject: "sub",
    };
    // Entra's tokens of version 2 have client IDs for audiences, and no short subjects.
    const name = facts.id === "microsoft-accounts" ? "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e" : "name1";
    const audience = { [audienceClaim]: name === "name1" ? "some-audience" : name };

    it(`finds ${facts.id} by the name of its provider`, () => {
      for (const pattern of facts.providers) {
        assert.equal(findIssuer(filled(pattern))?.facts.id, facts.id, pattern);
      }
    });

    it(`names a source for ${facts.id}`, () => {
      assert.notEqual(facts.sources.length, 0);
      assert.ok(facts.sources.every(({ url }) => url.startsWith("https://")));
    });

    it(`accepts patterns of ${facts.id} within its boundaries, and none that ends before one is closed`, () => {
      for (const boundary of facts.boundaries) {
        const closed = filled(boundary);
        assert.deepEqual(
          violations(
            judge(provider, { StringEquals: audience, StringLike: { [subjectClaim]: `${closed}*` } }),
          ),
          ACCEPTED,
          closed,
        );
        for (let end = 0; end < closed.length; end++) {
          const cut = `${closed.slice(0, end)}*`;
          const isClosed = facts.boundaries.some((other) => closed.slice(0, end).startsWith(filled(other)));
          if (!isClosed) {
            const [[rule, reach] = []] = violations(
              judge(provider, { StringEquals: audience, StringLike: { [subjectClaim]: cut } }),
            );
            assert.equal(rule, "requires-subject", cut);
            assert.ok(reach === "anyone" || reach === "tenant", `${cut} ${String(reach)}`);
          }
        }
      }
    });

    it(`refuses ${facts.id} with an audience alone, and says who can assume the role`, () => {
      const [[rule, reach] = []] = violations(judge(provider, { StringEquals: audience }));
      assert.equal(rule, "requires-subject");
      assert.equal(reach, facts.audienceNamesOwner === true ? "tenant" : facts.crowd);
    });

    // microsoft-services.test.ts has the remedies of services that act for all of Microsoft's customers.
    if (facts.actsForCustomers !== true) {
      it(`offers remedies for ${facts.id} that are accepted once the placeholders are filled`, () => {
        for (const start of [{}, { StringEquals: audience }] as const) {
          const finding = judge(provider, start).findings.find(
            ({ rule }) => rule === "oidc-trust-requires-subject",
          );
          const { operator, added } = filledFix(provider, finding, name);
          const whole =
            operator === "StringEquals"
              ? { StringEquals: { ...audience, ...added } }
              : { StringEquals: audience, [operator]: added };
          assert.deepEqual(violations(judge(provider, whole)), ACCEPTED, JSON.stringify(whole));
        }
      });
    }

    const [subject] = facts.subjects ?? [];
    if (subject !== undefined) {
      it(`offers a remedy for a missing audience of ${facts.id} that is accepted`, () => {
        const start = {
          [subject.includes("*") ? "StringLike" : "StringEquals"]: { [subjectClaim]: filled(subject, name) },
        };
        const finding = judge(provider, start).findings.find(({ reach }) => reach === "replay");
        const { operator, added } = filledFix(provider, finding, name);
        const whole = { ...start, [operator]: { ...start[operator], ...added } };
        assert.deepEqual(violations(judge(provider, whole)), ACCEPTED, JSON.stringify(whole));
        assert.deepEqual(Object.keys(added), [facts.id === "google" ? "oaud" : audienceClaim]);
      });
    }

    it(`reports placeholders that were left in a subject of ${facts.id}`, () => {
      const placeholder = (subject ?? "<subject>").replace("*", "x");
      const codes = judge(provider, {
        StringEquals: { ...audience, [subjectClaim]: placeholder },
      }).findings.map(({ code }) => code);
      const reported = ["claim-value-is-placeholder", "subject-binds-no-workload", "subject-never-issued"];
      assert.ok(
        codes.some((code) => reported.includes(code)),
        codes.join(),
      );
    });
  }

  it("knows no issuer by a name that only looks like one", () => {
    for (const name of [
      "token.actions.githubusercontent.com.evil.org",
      "evil.org/token.actions.githubusercontent.com",
      "app.terraform.io/x",
      "oidc.eks.us-east-1.amazonaws.com.evil.org/id/x",
      "agent.buildkite.com.",
    ]) {
      assert.equal(findIssuer(name), undefined, name);
    }
  });
});
