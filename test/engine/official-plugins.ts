/** Official plugins in tests: `OFFICIAL_PLUGINS=azuread npx mocha FILE`. */
import { findOfficialPlugins, type OfficialPlugins } from "../../lab/pulumi/official-plugins";

/**
 * The plugins that `OFFICIAL_PLUGINS` names, separated by commas. Without the variable, none.
 *
 * @throws Error if one is not installed: a test that is to run with it must not pass without it
 */
export async function namedOfficialPlugins(
  { OFFICIAL_PLUGINS: names = "" } = process.env,
): Promise<OfficialPlugins> {
  const { found, missing } = await findOfficialPlugins(process.env, names.split(",").filter(Boolean));
  if (missing.length > 0) {
    const plugins = missing.map(({ name, version }) => `${name} ${version}`).join(", ");
    throw new Error(
      `OFFICIAL_PLUGINS: not installed: ${plugins}. docs/reference/lab.md says how to get them`,
    );
  }
  return found;
}
