import { Catalog, entry } from "../catalog";

/** Messages of `keys`. Texts with an `answer` end with what AWS or Azure answered and what to do about it. */
export const KEYS = new Catalog({
  "keys-command-missing": entry({
    text: (commands: readonly string[]) =>
      `keys needs a command. Expected keys ${commands.slice(0, -1).join(", keys ")}, or keys ${commands.at(-1) ?? ""}. Run npx --no -- azure-to-aws keys --help`,
  }),
  "key-not-confirmed": entry({
    text: () => "not confirmed, so nothing was changed. Type yes, or give --yes in a script",
  }),
});
