import { checkIssuers } from "./issuer-oracle";
import { issuerTokens } from "./issuer-tokens";

/** How many policies are judged in a night. */
const POLICIES = 1_000_000;

describe("accepted trust policies for the issuers of the table, at night", () => {
  it("admit no token of a stranger, of all that the issuers' grammars allow", function () {
    this.timeout(0);
    checkIssuers(Math.ceil(POLICIES / issuerTokens.length), 1);
  });
});
