/** The help texts of `keys` and its commands. */
import { PROGRAM } from "../command";

/** The help of `keys` alone. */
export const KEYS_HELP = `Usage: ${PROGRAM} keys COMMAND [options]

Finds the AWS access keys that are used from Azure, and retires them one by one.

  keys find          lists each key with the places in Azure, the programs, the
                     actions, and how sure it is. Keys of other origins, and
                     keys that the log does not have, are listed separately
  keys plan KEY      writes a Pulumi program: a role that may do what the key
                     did, for a workload that exists
  keys verify KEY    shows which calls still use the key, and which use the role
  keys retire KEY    deactivates the key; later, deletes it. It refuses if the
                     key was used recently. Only this command changes anything
  keys report        prints the number of keys over time, by owner and state

${PROGRAM} keys COMMAND --help describes each.

  --help             print this text
`;

const CLOUDTRAIL = `CloudTrail events are log files from S3, results of Athena (CSV) or CloudTrail
Lake (CSV or JSON), or the output of aws cloudtrail lookup-events. Files may be
compressed with gzip. A folder is all logs in it.
`;

const LOG_OPTIONS = `  --cloudtrail PATH      a file or folder with events; repeatable
  --snapshot FILE        a snapshot of azure-to-aws collect
  --since TIME           only events from a day or time (UTC) on
  --until TIME           only events before a day or time (UTC)`;

const OWNER_OPTION = "  --owner-tag NAME       the tag of a user that names the owner (default: owner)";

const TEXT_OR_JSON = "  --format FORMAT        text (default) or json";

const HELP_OPTION = "  --help                 print this text";

const FIND_HELP = `Usage: ${PROGRAM} keys find --service-tags FILE --cloudtrail PATH
         [options]

Lists the access keys that are used from Azure, and the others. What sessions
did that a key began (sts:AssumeRole, GetSessionToken, GetFederationToken)
counts as its use.

${CLOUDTRAIL}
${LOG_OPTIONS}
  --service-tags FILE    Microsoft's "Azure IP Ranges and Service Tags";
                         repeatable, for several clouds
${OWNER_OPTION}
  --history FILE         add the result to a file for keys report; needs
                         --snapshot
  --format FORMAT        text (default), markdown, or json

Without log files:
  --lookup-days N        ask CloudTrail for the events of the snapshot's keys in
                         the last N days, up to 90, instead of --cloudtrail
  --profile NAME         the AWS profile for that
  --region NAME          the AWS region for that; repeatable

Where a key is stored:
  --look-in PLACES       look for the IDs of the keys in Azure: app-settings,
                         container-apps, custom-data. Values are compared in
                         memory, and never printed or written
  --subscription ID      only there; repeatable (default: all of the login)
  --tenant ID            the Entra tenant of the login
  --cloud CLOUD          public, usgovernment, or china (default:
                         ARM_ENVIRONMENT, or public)
${HELP_OPTION}

Exit code:
  0  no key is used from Azure, or all of them are inactive or deleted
  1  a key is used from Azure
  2  a file is unreadable, the log has no event, or the command line is wrong
`;

const PLAN_HELP = `Usage: ${PROGRAM} keys plan KEY --cloudtrail PATH [options]

Writes a folder with a Pulumi program, a policy for what the key did, and the
evidence for each statement. Lists what it cannot see.

${CLOUDTRAIL}
${LOG_OPTIONS}
  --service-tags FILE    Microsoft's "Azure IP Ranges and Service Tags": calls
                         from outside Azure are left out; repeatable
${OWNER_OPTION}
  --vm ID                the resource ID of the VM that has the key
  --identity ID          the resource ID of its user-assigned managed identity
  --name NAME            the name of the workload (default: that of the user)
  --out FOLDER           where the program goes (default: retire-KEY)
${TEXT_OR_JSON}
${HELP_OPTION}

Exit code:
  0  the program is written
  1  the log has no call of the key
  2  a file is unreadable, the log has no event, or the command line is wrong
`;

const VERIFY_HELP = `Usage: ${PROGRAM} keys verify KEY --role ARN --cloudtrail PATH
         [options]

Shows which calls still use the key or a session that it began, and which use
the role. The key is ready when it and its sessions were silent long enough, and
the role makes each of their calls.

${CLOUDTRAIL}
  --role ARN             the role that takes the key's place
  --quiet-days N         how long the key must be unused (default: 14)
  --not-needed CALL      a call of the table that nothing needs, such as
                         "s3 ListBuckets", or "data calls" if the workload
                         reads and writes no data; repeatable
${LOG_OPTIONS}
${OWNER_OPTION}
${TEXT_OR_JSON}
${HELP_OPTION}

Exit code:
  0  the key is ready
  1  the key is not ready, or the log cannot tell
  2  a file is unreadable, the log has no event, or the command line is wrong
`;

const RETIRE_HELP = `Usage: ${PROGRAM} keys retire KEY [options]

Deactivates the key, and prints the command that undoes it. Run it again later:
it deletes the key, which nobody can undo. It asks first, and refuses if the key
was used recently.

  --cloudtrail PATH      a file or folder with events: a use in it counts too;
                         repeatable
  --quiet-days N         how long the key must be unused (default: 14)
  --delete-after-days N  how long the key stays inactive (default: 30)
  --dry-run              show the change, and change nothing
  --yes                  do not ask
  --profile NAME         the AWS profile
  --region NAME          the AWS region to sign for
${TEXT_OR_JSON}
${HELP_OPTION}

Exit code:
  0  the key is deactivated or deleted
  1  refused, or not yet time to delete
  2  no login, a file is unreadable, or the command line is wrong
`;

const REPORT_HELP = `Usage: ${PROGRAM} keys report --history FILE [options]

Prints the number of keys over time, by owner and state.

  --history FILE         the file that keys find --history writes
  --format FORMAT        markdown (default), html, or json
${HELP_OPTION}

Exit code:
  0  printed
  2  the file is unreadable, or the command line is wrong
`;

/** The help of each command of `keys`. */
export const HELP_OF = {
  find: FIND_HELP,
  plan: PLAN_HELP,
  verify: VERIFY_HELP,
  retire: RETIRE_HELP,
  report: REPORT_HELP,
} as const;
