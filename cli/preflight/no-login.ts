/** What the other checks show if there is no login. The check of the login says why. */
import { isRead, type Reading, type Refusal } from "../clouds/reading";

/** There is no login to Azure. */
export const NO_AZURE_LOGIN: Refusal = {
  refused: "no login to Azure: see Azure login",
  isWithoutLogin: true,
};

/** There is no login to AWS. */
export const NO_AWS_LOGIN: Refusal = { refused: "no login to AWS: see AWS login", isWithoutLogin: true };

/** An API without the reason why there is no login. */
export function withoutReason<T>(api: Reading<T>): Reading<T> {
  return isRead(api) ? api : NO_AZURE_LOGIN;
}
