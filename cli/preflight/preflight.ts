import { type Command, type Io, PROGRAM, UsageError } from "../command";
import { choice, readOptions } from "../options";
import { withProgress } from "../progress";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";
import { loadSdks, MissingSdkError, type Sdks } from "./readers/optional-sdk";
import { isReady, renderPreflight, renderPreflightJson } from "./report";
import { runChecks } from "./run-checks";
import { readWanted, WANTED_OPTIONS } from "./wanted";

const HELP = `Usage: ${PROGRAM} preflight [options]
In a checkout: npm run preflight -- [options]

Tells whether "pulumi up" of a federation would succeed on your accounts. It
only reads, and changes nothing. It signs in as the Pulumi providers do: by the
ARM_ variables or the Azure CLI, and by the AWS SDK's own search.

Each check is ok, wrong, or "cannot tell". A wrong one comes with the command
that mends it. At the end are the hosts that a firewall must let through.

The command needs npm install @aws-sdk/client-iam @aws-sdk/client-sts
@azure/identity. docs/reference/command-line.md describes each check.

What is to be deployed (an option counts before the stack's configuration, and
that before the environment):
  --stack-config FILE    the configuration of the stack: Pulumi.<stack>.yaml
  --cloud NAME           public, usgovernment, or china (default:
                         ARM_ENVIRONMENT, or public)
  --tenant ID            the Entra tenant (default: ARM_TENANT_ID)
  --subscription ID      the Azure subscription (default: ARM_SUBSCRIPTION_ID)
  --location NAME        the Azure region
  --resource-group NAME  the existing resource group that the federation adopts
  --subnet-id ID         the existing subnet of the VMs. Repeatable, as are the
                         next three
  --nat-gateway-id ID    an existing NAT gateway of a new network
  --identity-id ID       an existing managed identity of a workload
  --existing-virtual-machine-id ID
                         an existing VM of a workload
  --account ID           the AWS account
  --region NAME          the AWS region (default: AWS_REGION)
  --profile NAME         the AWS profile (default: AWS_PROFILE)
  --name NAME            the name of the federation (default: azure-to-aws)
  --role NAME            the name of a role, with its path, if the program
                         names it. Repeatable
  --application-client-id ID
                         the existing application that names the audience
  --audience URI         the audience, if the program names one
  --audience-form FORM   tenant-and-name or application-id (default: the first)
  --token-version 1|2    the version of Entra's tokens (default: 1)
  --oidc-provider-arn ARN
                         the OIDC provider that the federation adopts
  --vm-size NAME         the size of the VMs (default: Standard_B1s)
  --image URN            their image, as PUBLISHER:OFFER:SKU[:VERSION]
  --image-id ID          an image of a gallery, or a managed one, instead
  --vm-count N           how many new VMs (default: 1; 0 with existing VMs)
  --shared-network       the VMs share one network (the argument network)
  --tag NAME=VALUE       a tag that the program puts on everything. Repeatable

Options:
  --format text|json     how to report (default: text)
  --strict               fail if a check cannot tell, too
  --arm-endpoint URL     where Azure Resource Manager is, in a cloud of its own
                         (default: AZURE_TO_AWS_ARM_ENDPOINT)
  --graph-endpoint URL   where Microsoft Graph is (default:
                         AZURE_TO_AWS_GRAPH_ENDPOINT)
  --help                 print this text

Exit code: 0 nothing is wrong, 1 something is wrong, 2 nothing was checked: an
SDK is missing, or the command line is wrong.
`;

/** `azure-to-aws preflight`: whether the accounts are ready for `pulumi up`. */
export const preflight: Command = {
  summary: "tell whether pulumi up would succeed on your accounts",
  help: HELP,
  run: async (args, io) => {
    const options = readOptions(args, { ...WANTED_OPTIONS, format: "text", strict: "switch" });
    const format = choice(options, "format", ["text", "json"]);
    const strict = options.has("strict");
    if (options.files.length > 0) {
      throw new UsageError(
        `preflight takes no file, but has ${JSON.stringify(options.files[0])}. Give the configuration with --stack-config.`,
      );
    }
    const wanted = await readWanted(options, process.env);
    const sdks = await sdksOrReport(io);
    if (sdks === undefined) {
      return EXIT.unreadable;
    }
    const during = <T>(what: string, work: () => Promise<T>) => withProgress(what, io.err, work);
    const found = await runChecks(wanted, sdks, during);
    io.out(format === "json" ? renderPreflightJson(found, strict) : renderPreflight(found, io.columns));
    return isReady(found, strict) ? EXIT.accepted : EXIT.rejected;
  },
};

async function sdksOrReport(io: Io): Promise<Sdks | undefined> {
  try {
    return await loadSdks();
  } catch (error) {
    if (!(error instanceof MissingSdkError)) {
      throw error;
    }
    io.err(`azure-to-aws: ${printable(error.message)}\n`);
    return undefined;
  }
}
