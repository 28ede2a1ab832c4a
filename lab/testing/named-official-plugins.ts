/** Official plugins in tests: `OFFICIAL_PLUGINS=azuread npx mocha FILE`. */
import { findOfficialPlugins, type OfficialPlugins } from "../pulumi/official-plugins";

/**
 * The plugins that `OFFICIAL_PLUGINS` names, separated by commas. Without the variable, none.
 *
 * @throws Error if one is not installed: a test that is to run with it must not pass without it
 */
export async function namedOfficialPlugins(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<OfficialPlugins> {
  const names = (environment.OFFICIAL_PLUGINS ?? "").split(",").filter(Boolean);
  const { found, missing } = await findOfficialPlugins(environment, names);
  if (missing.length > 0) {
    const plugins = missing.map(({ name, version }) => `${name} ${version}`).join(", ");
    throw new Error(
      `OFFICIAL_PLUGINS: not installed: ${plugins}. docs/reference/lab.md says how to get them`,
    );
  }
  return found;
}
