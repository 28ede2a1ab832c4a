import assert from "node:assert/strict";
import path from "node:path";
import { Language, Parser } from "@vscode/tree-sitter-wasm";
import {
  GuestProfileError,
  renderWindowsInstallScript,
  renderWindowsRemoveScript,
  renderWindowsVerifyScript,
  windowsHelperProblems,
} from "../../../credential-helper";
import { goodProfile as profile } from "./profiles";

const DIGEST = "0123456789abcdef".repeat(4);
const ADDRESS = "https://downloads.example.com/1.0/azure-to-aws-credentials_windows_amd64.exe";
const HELPER = `${ADDRESS}#sha256=${DIGEST}`;

/** What a parser of PowerShell's grammar does not understand, and the texts of all commands. */
let read: (script: string) => { readonly problems: readonly string[]; readonly commands: readonly string[] };

before(async () => {
  await Parser.init();
  const folder = path.dirname(require.resolve("@vscode/tree-sitter-wasm"));
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(folder, "tree-sitter-powershell.wasm")));
  read = (script) => {
    const tree = parser.parse(script);
    assert.ok(tree !== null);
    const problems = tree.rootNode.descendantsOfType("ERROR").map((node) => node?.text ?? "");
    const commands = tree.rootNode.descendantsOfType("command").map((node) => node?.text.trim() ?? "");
    return { problems: tree.rootNode.hasError ? ["the tree has an error", ...problems] : [], commands };
  };
});

describe("the install script for Windows", () => {
  it("is PowerShell that downloads the program, compares its SHA-256, and starts it", () => {
    const { problems, commands } = read(renderWindowsInstallScript({ profiles: [profile], helper: HELPER }));
    assert.deepEqual(problems, []);
    assert.deepEqual(commands, [
      "Join-Path $env:ProgramFiles ('azure-to-aws-' + [guid]::NewGuid())",
      "New-Item -ItemType Directory -Path $folder",
      "Out-Null",
      "Join-Path $folder 'azure-to-aws-credentials.exe'",
      `Invoke-WebRequest -UseBasicParsing -Uri '${ADDRESS}' -OutFile $program`,
      "Get-FileHash -Algorithm SHA256 -LiteralPath $program",
      "Join-Path $folder 'config'",
      "& $program install --config $config",
      "Remove-Item -Recurse -Force -LiteralPath $folder",
    ]);
  });

  it("would not be understood if a bracket were missing", () => {
    const script = renderWindowsInstallScript({ profiles: [profile], helper: HELPER });
    assert.notDeepEqual(read(script.replace("} finally {", "finally {")).problems, []);
  });

  it("starts the program only after its digest", () => {
    const script = renderWindowsInstallScript({ profiles: [profile], helper: HELPER });
    const lines = script.split("\n");
    const at = (text: string): number => lines.findIndex((line) => line.includes(text));
    assert.equal(lines[at("if ($found -ne")], `  if ($found -ne '${DIGEST}') {`);
    assert.ok(at("Invoke-WebRequest") < at("Get-FileHash"));
    assert.ok(at('throw "the SHA-256') < at("& $program"));
    assert.ok(at("$ErrorActionPreference = 'Stop'") === 1);
  });

  it("has the AWS config with the name of the program, which `install` replaces by its path", () => {
    const script = renderWindowsInstallScript({ profiles: [profile], helper: HELPER });
    const [, config = ""] = /@'\n(.*?)'@\)\n/s.exec(script) ?? [];
    const { roleArn, audience, clientId, issuer, subject, durationSeconds, region } = profile;
    assert.equal(
      config,
      `# Written by azure-to-aws-federation, which replaces it as a whole: changes made here get lost.

[profile ${profile.profileName}]
credential_process = azure-to-aws-credentials process --role-arn ${roleArn} --audience ${audience} --client-id ${clientId} --issuer ${issuer} --subject ${subject} --duration ${durationSeconds} --region ${region}
region = ${region}
sts_regional_endpoints = regional
`,
    );
  });

  for (const [what, audience] of [
    ["a quote", "api://it's"],
    ["a percent sign", "api://%PATH%"],
    ["an ampersand", "api://a&calc"],
    ["the end of a here-string", "'@"],
  ] as const) {
    it(`is refused for an audience with ${what}`, () => {
      assert.throws(
        () => renderWindowsInstallScript({ profiles: [{ ...profile, audience }], helper: HELPER }),
        (error) =>
          error instanceof GuestProfileError &&
          error.problems.map(({ code }) => code).join() === "windows-profile-characters",
      );
    });
  }
});

describe("the address of the static helper for Windows", () => {
  for (const helper of [
    HELPER,
    HELPER.toUpperCase()
      .replace(/^HTTPS/, "https")
      .replace("SHA256", "sha256"),
  ]) {
    it(`is taken: ${helper}`, () => {
      assert.deepEqual(windowsHelperProblems(helper), []);
    });
  }

  for (const helper of [
    ADDRESS,
    HELPER.replace("https:", "http:"),
    HELPER.slice(0, -1),
    `${HELPER}0`,
    HELPER.replace("#sha256=", "#sha512="),
    HELPER.replace(".exe", ".msi"),
    HELPER.replace("1.0", "1.0'; calc; '"),
    HELPER.replace("1.0", "$env:TEMP"),
    HELPER.replace("1.0", "1.0\n"),
    HELPER.replace("1.0", "1’0"),
    HELPER.replace("1.0", "a b"),
    HELPER.replace("downloads", "user:password@downloads"),
    "",
  ]) {
    it(`is refused: ${JSON.stringify(helper)}`, () => {
      assert.deepEqual(
        windowsHelperProblems(helper).map(({ code }) => code),
        ["windows-helper-invalid"],
      );
      assert.throws(() => renderWindowsInstallScript({ profiles: [profile], helper }), GuestProfileError);
    });
  }
});

describe("the other scripts for Windows", () => {
  it("verify with the installed program, and differ with what they depend on", () => {
    const script = renderWindowsVerifyScript({ trigger: "one" });
    assert.deepEqual(read(script), {
      problems: [],
      commands: [
        "Join-Path $env:ProgramFiles 'azure-to-aws\\azure-to-aws-credentials.exe'",
        "& (Join-Path $env:ProgramFiles 'azure-to-aws\\azure-to-aws-credentials.exe') verify --wait",
      ].reverse(),
    });
    assert.notEqual(renderWindowsVerifyScript({ trigger: "two" }), script);
    assert.match(renderWindowsVerifyScript({ trigger: "one", waits: false }), /exe'\) verify\nexit/);
  });

  it("remove with the installed program, which compares the roles", () => {
    const script = renderWindowsRemoveScript(["arn:aws:iam::111122223333:role/o'clock", profile.roleArn]);
    const { problems, commands } = read(script);
    assert.deepEqual(problems, []);
    assert.deepEqual(commands.slice(-2), [
      `& $program uninstall --role-arn 'arn:aws:iam::111122223333:role/o''clock' --role-arn '${profile.roleArn}'`,
      "Remove-Item -Recurse -Force -LiteralPath $folder",
    ]);
    assert.throws(() => renderWindowsRemoveScript([]), GuestProfileError);
    assert.throws(() => renderWindowsRemoveScript(["'; calc"]), GuestProfileError);
  });
});
