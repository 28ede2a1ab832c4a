import { buildGoProgram, type GoProgram } from "./go-program";
import { type PulumiCliSource, TESTED_PULUMI_VERSION } from "./pulumi-cli-source";

const PULUMI_CLI: GoProgram = {
  title: `the Pulumi CLI ${TESTED_PULUMI_VERSION}`,
  module: "pulumi-cli",
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  executable: "pulumi",
  packages: 1684,
  // The official build sets it too.
  variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${TESTED_PULUMI_VERSION}` },
};

/** Builds the CLI from Go modules, see {@link buildGoProgram}. */
export const goModulesBuild: PulumiCliSource = {
  origin: "build",
  title: "build from Go modules",
  fill: (workspace, context) => buildGoProgram(PULUMI_CLI, workspace, context),
};
