import type { Command } from "./client";

/**
 * Runs a command line once for each listing, as a script of the user would. `$1` in it is the bucket.
 *
 * @param listing a simple command for the shell
 */
export function inTurn(listing: string): Command {
  const loop = `call=0
while [ "$call" -lt "$2" ]; do
  [ "$call" -eq 0 ] || sleep "$3"
  ${listing} || exit
  call=$((call + 1))
done`;
  return ["/bin/sh", "-c", loop, "list-bucket"];
}
