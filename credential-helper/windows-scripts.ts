/** The PowerShell scripts that install, verify, and remove the static helper on a Windows VM, for Azure Run Command. */
import { createHash } from "node:crypto";
import { coded, type Message, withCode } from "../messages";
import { INSTALLER } from "../messages/installer";
import { awsConfig } from "./aws-config";
import {
  type CheckedProfile,
  checkProfiles,
  type GuestProblem,
  guestProblem,
  type GuestProfile,
  GuestProfileError,
} from "./profile";
import { roleProblems } from "./remove-script";

/** Arguments of {@link renderWindowsInstallScript}. */
export interface WindowsInstallScriptArgs {
  /** The profiles of the AWS config, at least one. They replace those of an earlier installation. */
  readonly profiles: readonly GuestProfile[];
  /** Address and digest of the static helper: `https://<host>/<path>.exe#sha256=<64 hexadecimal digits>`. */
  readonly helper: string;
}

/** Arguments of {@link renderWindowsVerifyScript}. */
export interface WindowsVerifyScriptArgs {
  /** Whether to wait minutes for a role or an assignment that was just made. Default is true. */
  readonly waits?: boolean | undefined;
  /** What the verification depends on: another text makes another script, so that Azure runs it again. */
  readonly trigger: string;
}

/** How the AWS config starts the helper. `install` writes the path in place of the name. */
export const WINDOWS_COMMAND = "azure-to-aws-credentials process";

/** Only this, because PowerShell and `cmd.exe` read other characters in their own ways. */
const ADDRESS = /^(https:\/\/[\w.-]+(?::\d+)?\/[\w.~/+@=-]*\.exe)#sha256=([0-9a-f]{64})$/i;

/** What is wrong with address and digest of a static helper; empty if nothing is. */
export function windowsHelperProblems(helper: string): readonly Message[] {
  return ADDRESS.test(helper)
    ? []
    : [
        coded(
          "windows-helper-invalid",
          "invalid address of the static helper. Expected https://<host>/<path>.exe#sha256=<64 hexadecimal digits>",
        ),
      ];
}

/**
 * A PowerShell script that installs or updates the static helper and the AWS config. Azure runs it as SYSTEM, with Windows
 * PowerShell 5.1.
 *
 * It downloads the program into a new folder of `%ProgramFiles%`, in which only administrators can write, and compares its SHA-256.
 * Everything else is done by the program (`install`), so that it is tested. It needs a way to the host of the address, and
 * holds no secret.
 *
 * @throws GuestProfileError with every problem of the profiles and of the address.
 */
export function renderWindowsInstallScript({ profiles, helper }: WindowsInstallScriptArgs): string {
  const problems = windowsHelperProblems(helper).map((problem) => guestProblem("helper", problem, helper));
  return windowsInstallScript(checkProfiles(profiles, problems), helper);
}

/** The same, of profiles and an address that were checked. */
export function windowsInstallScript(profiles: readonly CheckedProfile[], helper: string): string {
  const problems = profiles.flatMap(windowsProfileProblems);
  if (problems.length > 0) {
    throw new GuestProfileError(problems);
  }
  const [, address = "", digest = ""] = ADDRESS.exec(helper) ?? [];
  const expected = digest.toLowerCase();
  return `# Installs the credential helper and the AWS config of azure-to-aws-federation.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$folder = Join-Path $env:ProgramFiles ('azure-to-aws-' + [guid]::NewGuid())
New-Item -ItemType Directory -Path $folder | Out-Null
try {
  $program = Join-Path $folder 'azure-to-aws-credentials.exe'
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
  Invoke-WebRequest -UseBasicParsing -Uri '${address}' -OutFile $program
  $found = (Get-FileHash -Algorithm SHA256 -LiteralPath $program).Hash
  if ($found -ne '${expected}') {
    throw ${quoted(INSTALLER.say("windows-helper-digest", address, "$found", expected))}
  }
  $config = Join-Path $folder 'config'
  [IO.File]::WriteAllText($config, @'
${awsConfig(profiles, WINDOWS_COMMAND)}'@)
  & $program install --config $config
  if ($LASTEXITCODE -ne 0) {
    throw ${quoted(INSTALLER.say("windows-program-failed", "install", "$LASTEXITCODE"))}
  }
} finally {
  Remove-Item -Recurse -Force -LiteralPath $folder
}
`;
}

/**
 * A PowerShell script that asks AWS, through the installed helper and AWS config, who is calling. It prints `<profile> is
 * <ARN>` for each profile, and fails with the helper's explanation if one gets no credentials. It uses no cached session.
 */
export function renderWindowsVerifyScript({ waits = true, trigger }: WindowsVerifyScriptArgs): string {
  return `# Verifies the credential helper of azure-to-aws-federation: ${createHash("sha256").update(trigger).digest("hex")}
$ErrorActionPreference = 'Stop'
& (Join-Path $env:ProgramFiles 'azure-to-aws\\azure-to-aws-credentials.exe') verify${waits ? " --wait" : ""}
exit $LASTEXITCODE
`;
}

/**
 * A PowerShell script that removes what the install script wrote. If the AWS config names a role that is not in `roleArns`, another
 * installation has taken over; the script then fails and removes nothing. Sessions that users cached stay until they end.
 *
 * @throws GuestProfileError without a role, or for a string that is not an ARN of one.
 */
export function renderWindowsRemoveScript(roleArns: readonly string[]): string {
  const problems = roleProblems(roleArns);
  if (problems.length > 0) {
    throw new GuestProfileError(problems);
  }
  return `# Removes the credential helper and the AWS config of azure-to-aws-federation.
$ErrorActionPreference = 'Stop'
$folder = Join-Path $env:ProgramFiles 'azure-to-aws'
$program = Join-Path $folder 'azure-to-aws-credentials.exe'
if (Test-Path -LiteralPath $program) {
  & $program uninstall${roleArns.map((arn) => ` --role-arn '${arn.replaceAll("'", "''")}'`).join("")}
  if ($LASTEXITCODE -ne 0) {
    throw ${quoted(INSTALLER.say("windows-program-failed", "uninstall", "$LASTEXITCODE"))}
  }
  Remove-Item -Recurse -Force -LiteralPath $folder
}
`;
}

/** SDKs start the helper through `cmd.exe` or split the line themselves. Neither reads quotes in one way. */
function windowsProfileProblems({
  profileName,
  audience,
  issuer,
  roleArn,
}: CheckedProfile): readonly GuestProblem[] {
  return Object.entries({ audience, issuer, roleArn })
    .filter(([, value]) => !/^[\w@+=:,./-]+$/.test(value))
    .map(([name, value]) =>
      guestProblem(
        `profile ${profileName}: ${name}`,
        coded(
          "windows-profile-characters",
          "has a character that programs on Windows read differently. Expected letters, digits and _ @ + = : , . / -",
        ),
        value,
      ),
    );
}

/** A message between the quotes in which PowerShell replaces variables. The texts have no quotes and backticks. */
function quoted(message: Message): string {
  return `"${withCode(message)}"`;
}
