import assert from "node:assert/strict";
import { type JudgeOptions, judgeTrustPolicy } from "../../../../trust";
import { federatedPrincipal } from "../../../../trust/issuers/providers";
import { SubjectBoundaries } from "../../../../trust/issuers/subject-boundaries";
import { type Claims, federatedPolicy } from "../federated-policy";

const GITHUB = "token.actions.githubusercontent.com";
const TERRAFORM = "app.terraform.io";
const EXAMPLE = "oidc.example.com";
/** What stands for an unknown part. */
const UNKNOWN = "\uE00061\uE001";

/** Whether a policy with an exact audience and this condition on the subject is accepted. */
function accepts(provider: string, operator: string, sub: unknown, options: JudgeOptions = {}): boolean {
  const conditions: Record<string, Claims> = { StringEquals: { aud: "app" }, [operator]: { sub } };
  return judgeTrustPolicy(federatedPolicy(provider, conditions), options).accepted;
}

describe("SubjectBoundaries", () => {
  it("says of a provider whose name is not wholly known the narrowest crowd that it could have", () => {
    const crowd = (name: string, partial: boolean): string => {
      const provider = federatedPrincipal(`arn:aws:iam::111122223333:oidc-provider/${name}`);
      assert.ok(typeof provider === "object");
      return new SubjectBoundaries(provider, {}, partial).crowd;
    };
    for (const [name, ifPartial, ifKnown] of [
      [UNKNOWN, "tenant", "anyone"],
      // Only Pulumi Cloud has such a name.
      [`api.pulumi.com/${UNKNOWN}idc/v2`, "anyone", "anyone"],
      // No issuer of the table has a port.
      [`${UNKNOWN}:8443`, "anyone", "anyone"],
      [EXAMPLE, "anyone", "anyone"],
      [`login.microsoftonline.com/${UNKNOWN}/v2.0`, "tenant", "tenant"],
    ] as const) {
      assert.deepEqual([crowd(name, true), crowd(name, false)], [ifPartial, ifKnown], name);
    }
  });

  it("accepts a wildcard in the place of a name that does not matter, if each pattern binds a workload", () => {
    const workspace = "organization:acme:project:*:workspace:orders:";
    for (const [operator, sub, isAccepted] of [
      ["StringLike", `${workspace}*`, true],
      ["StringLike", [`${workspace}*`, `${workspace}run_phase:plan`], true],
      [
        "StringLike",
        [`${workspace}*`, "organization:acme:project:infra:workspace:stock:run_phase:apply"],
        true,
      ],
      ["StringLike", [`${workspace}*`, "organization:acme:*"], false],
      // Its asterisk is literal, and other spellings pass: they may be another organization's.
      ["StringEqualsIgnoreCase", `${workspace}run_phase:apply`, false],
    ] as const) {
      assert.equal(accepts(TERRAFORM, operator, sub), isAccepted, JSON.stringify([operator, sub]));
    }
    for (const acceptBoundedPatterns of [true, false]) {
      const isAccepted = accepts(TERRAFORM, "StringLike", `${workspace}*`, { acceptBoundedPatterns });
      assert.equal(isAccepted, acceptBoundedPatterns);
    }
  });

  it("takes other spellings for one owner's only if the issuer is known to ignore case", () => {
    const subjectPatterns = [{ provider: EXAMPLE, beginning: "team:payments:" }];
    for (const [provider, operator, sub, isAccepted] of [
      [EXAMPLE, "StringLike", "team:payments:*", true],
      [EXAMPLE, "StringEqualsIgnoreCase", "team:payments:deploy", false],
      [GITHUB, "StringEqualsIgnoreCase", "repo:contoso/orders:ref:refs/heads/main", true],
      [GITHUB, "StringEqualsIgnoreCase", "environment:production", false],
    ] as const) {
      assert.equal(accepts(provider, operator, sub, { subjectPatterns }), isAccepted, `${operator} ${sub}`);
    }
  });

  it("accepts what the owners allow beside what the patterns allow", () => {
    const options = {
      subjectPatterns: [{ provider: GITHUB, beginning: "repository_owner:contoso:" }],
      gitHubOwners: ["acme"],
    };
    for (const [sub, isAccepted] of [
      ["repository_owner:contoso:*", true],
      ["repo:acme/*", true],
      ["repo:contoso/*", false],
    ] as const) {
      assert.equal(accepts(GITHUB, "StringLike", sub, options), isAccepted, sub);
    }
  });

  it("accepts allowed patterns of providers below the allowed one only if the option includes them", () => {
    const allowance = { provider: EXAMPLE, beginning: "team:payments:" };
    for (const [provider, andBelow, isAccepted] of [
      [EXAMPLE, {}, true],
      [`${EXAMPLE}/realm`, {}, false],
      [`${EXAMPLE}/realm`, { andBelow: false }, false],
      [`${EXAMPLE}/realm`, { andBelow: true }, true],
    ] as const) {
      const options = { subjectPatterns: [{ ...allowance, ...andBelow }] };
      assert.equal(
        accepts(provider, "StringLike", "team:payments:*", options),
        isAccepted,
        JSON.stringify([provider, andBelow]),
      );
    }
  });

  it("binds each of several patterns by itself", () => {
    const [within, beginning] = [
      "organization:acme:project:*:workspace:app:*",
      "organization:acme:project:p:workspace:w:*",
    ];
    const accepted = (...sub: string[]): boolean => accepts(TERRAFORM, "StringLike", sub);
    assert.deepEqual([accepted(within), accepted(beginning)], [true, true]);
    assert.deepEqual([accepted(within, beginning), accepted(beginning, within)], [true, true]);
    assert.deepEqual(
      [accepted(within, "organization:acme:*"), accepted("organization:*", within)],
      [false, false],
    );
    const subject = "organization:acme:project:p:workspace:w:run_phase:plan";
    assert.deepEqual([accepted(subject, within, beginning), accepted(within, "*", beginning)], [true, false]);
    // The last value is exact and looks like the first one.
    const sub = ["organization:acme:*", within, "organization:acme:${*}"];
    const subjectPatterns = [{ provider: TERRAFORM, beginning: "organization:acme:project:" }];
    assert.equal(accepts(TERRAFORM, "StringLike", sub, { subjectPatterns }), false);
  });

  it("binds patterns to one owner only if each of them names the owner", () => {
    const reach = (...sub: string[]) =>
      judgeTrustPolicy(federatedPolicy(GITHUB, { StringEquals: { aud: "app" }, StringLike: { sub } })).reach;
    assert.deepEqual(
      [reach("repo:contoso/*"), reach("repo:contoso/*", "repo:*"), reach("repo:*", "repo:contoso/*")],
      ["tenant", "anyone", "anyone"],
    );
  });

  it("accepts a pattern for former subjects unless the options refuse patterns", () => {
    const former = "organization:acme:workspace:orders:*";
    const subjectPatterns = [{ provider: TERRAFORM, beginning: "organization:acme:project:" }];
    for (const [option, isAccepted] of [
      [{}, true],
      [{ acceptBoundedPatterns: true }, true],
      [{ acceptBoundedPatterns: false }, false],
    ] as const) {
      const sub = [former, "organization:acme:project:infra:workspace:orders:*"];
      const isPinned = accepts(TERRAFORM, "StringLike", sub, { ...option, subjectPatterns });
      assert.equal(isPinned, isAccepted, JSON.stringify(option));
    }
  });

  it("takes the beginnings of every issuer that could be behind a provider of unknown name", () => {
    const provider = federatedPrincipal(`arn:aws:iam::111122223333:oidc-provider/${UNKNOWN}`);
    assert.ok(typeof provider === "object");
    const { beginnings } = new SubjectBoundaries(provider, {}, true);
    for (const known of [GITHUB, TERRAFORM, "gitlab.com"]) {
      const one = federatedPrincipal(`arn:aws:iam::111122223333:oidc-provider/${known}`);
      assert.ok(typeof one === "object");
      const own = new SubjectBoundaries(one, {}, false).beginnings;
      assert.ok(own.length > 0 && own.every((beginning) => beginnings.includes(beginning)), known);
    }
  });

  it("takes no text for an unknown part if the policy cannot have unknown parts", () => {
    for (const sub of [UNKNOWN, `${UNKNOWN}*`]) {
      assert.equal(accepts(GITHUB, "StringLike", sub), false, sub);
    }
  });
});
