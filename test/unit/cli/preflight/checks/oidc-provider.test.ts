import assert from "node:assert/strict";
import { checkOidcProvider, type OidcProviderFacts } from "../../../../../cli/preflight/checks/oidc-provider";

const ISSUER = "https://sts.windows.net/t1/";
const ARN = "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/t1/";
const ADD = `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${ARN} --client-id api://t1/orders`;

function check(change: Partial<OidcProviderFacts>) {
  return checkOidcProvider({
    issuer: ISSUER,
    provider: { value: undefined },
    adopted: undefined,
    clientId: "api://t1/orders",
    clientIdIs: "the audience",
    ...change,
  });
}
const listing = (...clientIds: string[]) => ({ value: { arn: ARN, clientIds: { value: clientIds } } });

describe("the check of the OIDC provider", () => {
  it("is ok if the account has none", () => {
    assert.deepEqual(check({}), {
      id: "oidc-provider",
      title: "IAM OIDC provider",
      outcome: "ok",
      found: `none for ${ISSUER}, so pulumi up creates it`,
    });
  });

  it("is wrong if the account has one that is not adopted, and shows both ways forward", () => {
    assert.deepEqual(check({ provider: listing("other") }), {
      id: "oidc-provider",
      title: "IAM OIDC provider",
      outcome: "wrong",
      found: `${ARN} exists already`,
      expected: "a provider that is adopted: an account has one per issuer",
      fix: [
        "# To use it without owning it:",
        `pulumi config set oidcProviderArn ${ARN}`,
        ADD,
        "# To own it with this stack from now on, import it under the name that pulumi preview shows:",
        `pulumi import aws:iam/openIdConnectProvider:OpenIdConnectProvider <name> ${ARN}`,
      ].join("\n"),
    });
  });

  it("does not add a client ID that is listed", () => {
    assert.doesNotMatch(check({ provider: listing("api://t1/orders") }).fix ?? "", /add-client-id/);
  });

  it("is ok if the adopted one lists the audience", () => {
    const { outcome } = check({ provider: listing("x", "api://t1/orders"), adopted: ARN });
    assert.equal(outcome, "ok");
  });

  it("is wrong if the adopted one does not list the audience", () => {
    const { outcome, found, expected, fix } = check({ provider: listing("x"), adopted: ARN });
    assert.deepEqual(
      [outcome, found, expected, fix],
      ["wrong", `${ARN} is adopted, and lists x`, "api://t1/orders", ADD],
    );
  });

  it("is wrong if another one is adopted, or one that does not exist", () => {
    assert.equal(check({ provider: listing(), adopted: "arn:other" }).outcome, "wrong");
    assert.equal(check({ adopted: ARN }).outcome, "wrong");
  });

  it("names what to add where it is not known: the audience, or the identity's client ID with tokens of version 2", () => {
    const unknown = { provider: listing("x"), adopted: ARN, clientId: undefined };
    assert.match(check(unknown).fix ?? "", / --client-id <audience>$/);
    const clientIdIs = "the client ID of the managed identity";
    assert.match(
      check({ ...unknown, clientIdIs }).fix ?? "",
      / --client-id <client ID of the managed identity>$/,
    );
  });

  it("cannot tell what is not known: the client ID of an identity, the list, the tenant", () => {
    const outcomes = [
      check({ provider: listing("x"), adopted: ARN, clientId: undefined }),
      check({ provider: { value: { arn: ARN, clientIds: { refused: "AccessDenied" } } }, adopted: ARN }),
      check({ provider: { refused: "AccessDenied" } }),
      check({ issuer: undefined }),
    ].map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ["cannot tell", "cannot tell", "cannot tell", "cannot tell"]);
  });
});
