import assert from "node:assert/strict";
import { demandExpectedAccounts } from "../../../../tools/acceptance/expected-accounts";

const LOGIN = { subscriptionId: "AAAAAAAA-2222", accountId: "111122223333" };

describe("the accounts that a run must be in", () => {
  it("can be any account without options, or those of the login, in any case", () => {
    demandExpectedAccounts(LOGIN, { subscription: undefined, account: undefined });
    demandExpectedAccounts(LOGIN, { subscription: "aaaaaaaa-2222", account: "111122223333" });
  });

  it("refuse a login in another account, with all differences", () => {
    assert.throws(
      () => {
        demandExpectedAccounts(LOGIN, { subscription: "bbbb", account: undefined });
      },
      {
        message:
          '--subscription: the login is in another account. Expected "bbbb"; got "AAAAAAAA-2222". ' +
          "Sign in to the expected account. Nothing was created [acceptance-account-differs]",
      },
    );
    assert.throws(() => {
      demandExpectedAccounts(LOGIN, { subscription: "bbbb", account: "444455556666" });
    }, /^Error: --subscription: .*\n--account: .* Expected "444455556666"; got "111122223333"\. /);
  });
});
