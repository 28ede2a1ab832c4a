import type { Message } from "../../messages";

/** What a comparison of the halves of a federation shows. */
export type ConsistencyNote =
  | {
      /** It keeps the federation from working. */
      readonly kind: "contradiction";
      readonly message: Message;
      /** The values that contradict each other, for the fingerprint of the finding. */
      readonly values: readonly string[];
    }
  | {
      readonly kind: "not-seen";
      /** Name of the half that this stack does not show. */
      readonly half: string;
    };

/**
 * A contradiction.
 *
 * @param values - The values that contradict each other, for the fingerprint of the finding.
 */
export function contradiction(message: Message, ...values: readonly string[]): ConsistencyNote {
  return { kind: "contradiction", message, values };
}

/** A half that the stack does not show, by its name. */
export function notSeen(half: string): ConsistencyNote {
  return { kind: "not-seen", half };
}
