/** The command `preflight`: its help, its options, and its exit code. */
import { coded, quoted } from "../../messages";
import { loadSdks } from "../clouds/sdks";
import { type Command, PROGRAM, UsageError } from "../command";
import { choice, readOptions } from "../options";
import { withProgress } from "../progress";
import { EXIT } from "../report/outcome";
import { isReady, renderPreflight, renderPreflightJson } from "./report";
import { runChecks } from "./run-checks";
import { readWanted, WANTED_OPTIONS } from "./wanted";

const HELP = `Usage: ${PROGRAM} preflight [options]
In a checkout: npm run preflight -- [options]

Reports whether "pulumi up" of a federation would succeed on your accounts. It
only reads, and changes nothing. It signs in as the Pulumi providers do: with
the ARM_ variables or the Azure CLI, and with the login that the AWS SDK finds.

Each check is ok, wrong, or "cannot tell". A check that is wrong shows the
command that fixes it. The report ends with the hosts that a firewall must
allow.

The command needs npm install @aws-sdk/client-iam @aws-sdk/client-sts
@azure/identity. docs/reference/command-line.md describes each check.

What you deploy. Options win over the configuration of the stack, and that wins
over the environment:
  --stack-config FILE    the configuration of the stack: Pulumi.<stack>.yaml
  --cloud NAME           public, usgovernment, or china (default:
                         ARM_ENVIRONMENT, or public)
  --tenant ID            the Entra tenant (default: ARM_TENANT_ID)
  --subscription ID      the Azure subscription (default: ARM_SUBSCRIPTION_ID)
  --location NAME        the Azure region
  --resource-group NAME  the existing resource group that the federation adopts
  --subnet-id ID         the existing subnet of the VMs. This option and the
                         next three are repeatable
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
  --zone 1|2|3           the availability zone of the VMs (default: none)
  --image IMAGE          the image of the VMs: PUBLISHER:OFFER:SKU[:VERSION],
                         or the ID of a gallery's image or a managed image
  --vm-count N           how many new VMs (default: 1; 0 with existing VMs)
  --shared-network       the VMs share one network (the argument network)
  --tag NAME=VALUE       a tag that the program puts on everything. Repeatable

Options:
  --format text|json     how to report (default: text)
  --strict               also fail if a check cannot tell
  --arm-endpoint URL     Azure Resource Manager in a cloud that --cloud does not
                         name (default: AZURE_TO_AWS_ARM_ENDPOINT)
  --graph-endpoint URL   Microsoft Graph in such a cloud (default:
                         AZURE_TO_AWS_GRAPH_ENDPOINT)
  --help                 print this text

Exit code:
  0  nothing is wrong
  1  a check is wrong, or, with --strict, cannot tell
  2  nothing was checked: an SDK is missing or the command line is wrong
`;

/** `azure-to-aws preflight`: whether the accounts are ready for `pulumi up`. */
export const preflight: Command = {
  summary: "check whether pulumi up would succeed on your accounts",
  help: HELP,
  run: async (args, io) => {
    const options = readOptions(args, { ...WANTED_OPTIONS, format: "text", strict: "switch" });
    const format = choice(options, "format", ["text", "json"]);
    const strict = options.has("strict");
    if (options.files.length > 0) {
      throw new UsageError(
        coded(
          "file-unexpected",
          `preflight takes no file. Expected options only; got ${quoted(options.files[0] ?? "")}. Give the configuration with --stack-config`,
        ),
      );
    }
    const wanted = await readWanted(options, process.env);
    const sdks = await loadSdks("iam", "sts", "identity");
    const during = <T>(what: string, work: () => Promise<T>) => withProgress(what, io.err, work);
    const found = await runChecks(wanted, sdks, during);
    io.out(format === "json" ? renderPreflightJson(found, strict) : renderPreflight(found, io.columns));
    return isReady(found, strict) ? EXIT.accepted : EXIT.rejected;
  },
};
