import { coded, quoted, withCode } from "../../messages";
import type { Accounts } from "./accounts";

/** The accounts that `--subscription` and `--account` name; undefined for any. */
export interface ExpectedAccounts {
  readonly subscription: string | undefined;
  readonly account: string | undefined;
}

/**
 * Refuses a login in another account than the expected one, because with `--yes` nobody reads the plan.
 *
 * @throws Error that lists the differences. Nothing was created by then.
 */
export function demandExpectedAccounts(
  { subscriptionId, accountId }: Pick<Accounts, "subscriptionId" | "accountId">,
  { subscription, account }: ExpectedAccounts,
): void {
  const pairs = [
    { option: "--subscription", wanted: subscription, is: subscriptionId },
    { option: "--account", wanted: account, is: accountId },
  ];
  const others = pairs.filter(
    ({ wanted, is }) => wanted !== undefined && wanted.toLowerCase() !== is.toLowerCase(),
  );
  if (others.length > 0) {
    throw new Error(
      others
        .map(({ option, wanted = "", is }) =>
          withCode(
            coded(
              "acceptance-account-differs",
              `${option}: the login is in another account. Expected ${quoted(wanted)}; got ${quoted(is)}`,
              "Sign in to the expected account. Nothing was created",
            ),
          ),
        )
        .join("\n"),
    );
  }
}
