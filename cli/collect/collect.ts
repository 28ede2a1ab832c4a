/** The collect command: its help text, and its start without loading the SDKs. */
import { type Command, PROGRAM } from "../command";
import type * as running from "./run-collect";

const HELP = `Usage: ${PROGRAM} collect --out FILE [options]

Writes a snapshot of everything that decides who gets from Azure into AWS:
roles, users, keys and their last use, OIDC providers, applications, service
principals, managed identities, and role assignments. It only reads. The
commands that read the snapshot call no cloud.

The command signs in as preflight does: with the login that the AWS SDK finds,
and with the ARM_ variables or the Azure CLI. It needs npm install
@aws-sdk/client-iam @aws-sdk/client-sts @azure/identity, and for --organization
@aws-sdk/client-organizations. docs/reference/permissions.md has the
permissions.

What is collected (default: the account of the login, the tenant in
ARM_TENANT_ID, and all its subscriptions that the login sees):
  --aws-account ID       an AWS account. Repeatable
  --organization         all active accounts of the AWS organization
  --aws-role NAME        the role to assume in each account but the login's
  --aws-external-id ID   the external ID that the role's trust policy demands
  --profile NAME         the AWS profile (default: AWS_PROFILE)
  --tenant ID            an Entra tenant. Repeatable
  --subscription ID      only this Azure subscription. Repeatable
  --cloud NAME           public, usgovernment, or china (default:
                         ARM_ENVIRONMENT, or public)
  --only CLOUD           aws, entra, or azure. Repeatable
  --skip SECTION         leave out a section, such as aws/access-keys.
                         Repeatable

Options:
  --out FILE             where the snapshot goes. Only you can read it
  --redact               replace names and IDs, so that it can be shared
  --resume               go on where an earlier run stopped
  --arm-endpoint URL     Azure Resource Manager in a cloud that --cloud does not
                         name (default: AZURE_TO_AWS_ARM_ENDPOINT)
  --graph-endpoint URL   Microsoft Graph in such a cloud (default:
                         AZURE_TO_AWS_GRAPH_ENDPOINT)
  --help                 print this text

Exit code:
  0  everything was collected
  1  the snapshot was written, but a part was refused or failed
  2  nothing was collected: a login, an SDK, or an option is missing or wrong
`;

/** `azure-to-aws collect`: writes a snapshot of both clouds. */
export const collect: Command = {
  summary: "write a snapshot of who gets from Azure into AWS",
  help: HELP,
  run: (args, io) => {
    const { runCollect } = require("./run-collect") as typeof running;
    return runCollect(args, io);
  },
};
