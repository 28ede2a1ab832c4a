/** Messages of the scripts for a VM, as shell text. */
import { withCode } from "../messages";
import { INSTALLER } from "../messages/installer";

type Entries = typeof INSTALLER.entries;
type Values<C extends keyof Entries> = Parameters<Entries[C]["text"]>;

/**
 * Shell command that ends the script with a message. The script must define `fail`.
 *
 * @param values - What the message shows: shell text for between double quotes, such as `$1`.
 */
export function failWith<C extends keyof Entries>(code: C, ...values: Values<C>): string {
  return `fail "${withCode(INSTALLER.say(code, ...values))}"`;
}
