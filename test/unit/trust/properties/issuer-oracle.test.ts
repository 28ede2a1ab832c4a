import assert from "node:assert/strict";
import { checkIssuers } from "./issuer-oracle";
import { issuerTokens } from "./issuer-tokens";

describe("accepted trust policies for the issuers of the table", () => {
  it("admit no token of a stranger, of all that the issuers' grammars allow", function () {
    this.timeout(240_000);
    const { accepted, admitted, providers } = checkIssuers(1000, 20261127);
    assert.equal(providers.size, issuerTokens.length);
    assert.ok(accepted > 1000, `accepted ${accepted}`);
    assert.ok(admitted > 1000, `admitted ${admitted}`);
  });
});
