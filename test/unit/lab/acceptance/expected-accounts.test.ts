import assert from "node:assert/strict";
import { demandExpectedAccounts } from "../../../../lab/acceptance/expected-accounts";

const LOGIN = { subscriptionId: "AAAAAAAA-2222", accountId: "111122223333" };

describe("the accounts that a run must be in", () => {
  it("are any without options, or those of the login, in any case", () => {
    demandExpectedAccounts(LOGIN, { subscription: undefined, account: undefined });
    demandExpectedAccounts(LOGIN, { subscription: "aaaaaaaa-2222", account: "111122223333" });
  });

  it("refuse a login elsewhere, and name all that differs", () => {
    assert.throws(
      () => {
        demandExpectedAccounts(LOGIN, { subscription: "bbbb", account: undefined });
      },
      {
        message: "--subscription: expected bbbb; the login is in AAAAAAAA-2222.\nNothing was created.",
      },
    );
    assert.throws(() => {
      demandExpectedAccounts(LOGIN, { subscription: "bbbb", account: "444455556666" });
    }, /^Error: --subscription: .*\n--account: expected 444455556666; the login is in 111122223333\./);
  });
});
