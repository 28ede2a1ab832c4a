import { withCode } from "../../messages";
import { COLLECTING } from "../../messages/cli";
import { type Command, type Io, PROGRAM } from "../command";
import { readOptions } from "../options";
import { packageVersion } from "../package-version";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";
import { Redactor } from "../snapshot/redactor";
import type { SectionRecord } from "../snapshot/snapshot-records";
import { SnapshotWriter } from "../snapshot/write-snapshot";
import { COLLECT_OPTIONS, readWantedSnapshot } from "./options";
import { planSections } from "./plan-sections";
import { runSections } from "./run-sections";
import { LOGIN } from "./section";
import { WorkFolder } from "./work-folder";

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
  run: async (args, io) => {
    const wanted = readWantedSnapshot(readOptions(args, COLLECT_OPTIONS), process.env);
    const folder = await WorkFolder.open(wanted.out, wanted.resume, packageVersion());
    try {
      const sections = await planSections(wanted, process.env);
      const ends = await runSections(sections, folder, io.err);
      await assemble(wanted.out, folder, ends, wanted.redact);
      const missing = ends.filter(({ state }) => state !== "complete");
      if (missing.length === 0) {
        await folder.remove();
      }
      report(missing, io);
      const counted = ends.reduce((sum, { records }) => sum + records, 0);
      const file = printable(wanted.out);
      io.out(
        `${file}: ${counted} records in ${ends.length} sections.\nNext: ${PROGRAM} audit ${shellWord(file)}\n`,
      );
      return missing.length === 0 ? EXIT.accepted : EXIT.rejected;
    } finally {
      await folder.release();
    }
  },
};

/** A file's name as a shell takes it. */
function shellWord(file: string): string {
  return /^[\w./:-]+$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`;
}

/** Writes the snapshot from the files of its sections. */
async function assemble(
  file: string,
  folder: WorkFolder,
  ends: readonly SectionRecord[],
  redact: boolean,
): Promise<void> {
  const redactor = redact ? new Redactor() : undefined;
  const writer = await SnapshotWriter.create(file, { ...folder.header, redacted: redact });
  try {
    for (const { section } of ends) {
      for await (const record of folder.records(section)) {
        await writer.write(redactor?.redact(record) ?? record);
      }
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.finish();
}

/** Says what is missing, once for all sections with the same reason. */
function report(missing: readonly SectionRecord[], { err }: Io): void {
  const reasons = new Map<string, SectionRecord[]>();
  for (const end of missing) {
    const reason = `${end.state} ${end.error?.needs ?? end.error?.message ?? ""}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), end]);
  }
  for (const ends of reasons.values()) {
    const { needs, code, message = "" } = ends[0]?.error ?? {};
    const names = ends.map(({ section }) => section);
    const failed = code === LOGIN ? "collect-login-failed" : "collect-failed";
    const said =
      needs === undefined
        ? COLLECTING.say(failed, names, message)
        : COLLECTING.say("collect-refused", names, needs, message);
    err(`${printable(`azure-to-aws: ${withCode(said)}`)}\n`);
  }
}
