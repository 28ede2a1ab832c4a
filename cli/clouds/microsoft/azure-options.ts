/** The options of the commands that sign in to Azure. */
import { Option } from "commander";

/** `--cloud`, which `cloudOf` reads. */
export const cloudOption = (): Option =>
  new Option("--cloud <NAME>", "public, usgovernment, or china (default: ARM_ENVIRONMENT, or public)");

/** The addresses of a cloud that `--cloud` does not name, which `endpointsOf` reads. */
export const endpointOptions = (): readonly Option[] => [
  new Option(
    "--arm-endpoint <URL>",
    "Azure Resource Manager in a cloud that --cloud does not name (default: AZURE_TO_AWS_ARM_ENDPOINT)",
  ),
  new Option(
    "--graph-endpoint <URL>",
    "Microsoft Graph in such a cloud (default: AZURE_TO_AWS_GRAPH_ENDPOINT)",
  ),
];
