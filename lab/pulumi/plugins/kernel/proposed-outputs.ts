/** The outputs that the bridge records of an operation that failed. */
import { pick, type Properties } from "./property-value";

/**
 * The state that was to be reached: given inputs as they were to become, those taken away gone, all else as it was.
 *
 * Source (source code): pulumi/pulumi-terraform-bridge, `pkg/tfbridge/provider.go`, `Update` and `Create`, which report
 * the state that `Apply` returns with its error; terraform-plugin-sdk returns the planned one unless the provider says
 * `d.Partial(true)`. Measured with pulumi-azuread 6.9.1: the outputs hold the refused URI.
 */
export function proposedOutputs(
  state: Properties,
  recorded: Properties,
  news: Properties,
  outputNames: readonly string[],
): Properties {
  const takenAway = Object.keys(recorded).filter((name) => news[name] === undefined);
  const kept = Object.entries(state).filter(([name]) => !takenAway.includes(name));
  return pick({ ...Object.fromEntries(kept), ...news }, outputNames);
}
