import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { explain } from "../../../../cli/explain/explain";
import { KNOWN_ERRORS } from "../../../../cli/explain/known-errors/known-errors";
import { runExplain } from "../../../../cli/explain/run-explain";
import { PROJECT, withCode } from "../../../../messages";
import { errorSections } from "../../../../messages/error-sections";
import { rules } from "../../../../policypack/configuration/index";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { optionsFrom } from "../read-options";
import { fixture, runCli } from "../run-cli";

interface Json {
  readonly recognized: boolean;
  readonly errors: readonly Record<string, unknown>[];
}

async function explained(text: string): Promise<Json> {
  const { stdout } = await runCli(["explain", "--format", "json"], text);
  return JSON.parse(stdout) as Json;
}

async function codesIn(text: string): Promise<unknown[]> {
  return (await explained(text)).errors.map(({ code }) => code);
}

const known = KNOWN_ERRORS.flatMap(({ errors }) => errors);

/** How the command names a page: as a file, or by its address once the site has one. */
function named(page: string): string {
  return PROJECT.site === undefined ? `docs/${page}.md` : `${PROJECT.site}/${page}.html`;
}

/** A JWT whose signature is the word `signature`. */
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4IiwiYXVkIjoieSJ9.c2lnbmF0dXJl";

describe("azure-to-aws explain", () => {
  for (const { code, text } of known) {
    it(`recognizes ${code} by its text and by its code`, async () => {
      const shown = text.replaceAll(/\{(\w+)\}/g, "some-$1");
      assert.ok((await codesIn(`12:00:01 error: ${shown}\n`)).includes(code));
      assert.deepEqual(await codesIn(code.toUpperCase()), [code]);
    });
  }

  for (const { code, message, page } of errorSections()) {
    it(`recognizes its own message ${code} by the code in brackets`, async () => {
      const { errors } = await explained(withCode({ code, text: message }));
      const [error] = errors.filter((each) => each.code === code);
      assert.equal(error?.page, `${named(page)}#${code}`);
      assert.equal(error.lineNumber, 1 + message.split("\n").length - 1);
    });
  }

  for (const { name } of rules) {
    it(`recognizes the pack's rule ${name} by its name`, async () => {
      const log = `    [mandatory]  azure-to-aws-federation v0.2.0  ${name} (aws:iam/role:Role: orders)`;
      assert.deepEqual(await codesIn(log), [name]);
      assert.deepEqual(await codesIn(`see ${name}-more or docs/reference/rules/${name}x`), []);
    });
  }

  it("reads standard input for -, and takes a dash among other words for text", async () => {
    const text = "AADSTS500014: x";
    const [piped, dashed] = await Promise.all([runCli(["explain"], text), runCli(["explain", "-"], text)]);
    assert.deepEqual([dashed.exitCode, dashed.stdout], [0, piped.stdout]);
    const words = await runCli(["explain", "-", "AADSTS500014"], "");
    assert.equal(words.exitCode, 0, words.stderr);
  });

  it("fills in the commands that confirm the cause with values of the text, and no fix", async () => {
    const commands = async (code: string, values: Readonly<Record<string, string>>) => {
      const text = known.find((each) => each.code === code)?.text ?? "";
      const shown = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "x");
      const [error] = (await explained(`12:00 ${shown}\n`)).errors.filter((each) => each.code === code);
      return [error?.confirm, error?.next, error?.fix] as [string[], string, string[]];
    };
    const audience = "api://11111111-2222-4333-8444-555555555555/orders";
    const show = `az ad sp show --id ${audience} --query '{appId:appId,names:servicePrincipalNames}'`;
    const [confirm, next] = await commands("aadsts500011", { audience, tenant: "Contoso" });
    assert.deepEqual([confirm, next], [[show], show]);
    // The tenant that does not exist is not the one to sign in to.
    const [, , fix] = await commands("aadsts90002", { tenant: "contoso.example" });
    assert.ok(fix.includes("az login --tenant TENANT"));
    const key = "AKIAIOSFODNN7EXAMPLE";
    for (const hostile of ["x; rm -rf /", "$(id)", "`id`", "--query", "a'b", "a|b", `api://${key}`]) {
      const [unchanged] = await commands("aadsts500014", { audience: hostile });
      assert.deepEqual(unchanged, ["az ad sp show --id AUDIENCE --query accountEnabled"], hostile);
    }
  });

  it("fills in the next command of a message of this product with the audience that it names", async () => {
    const nextFor = async (audience: string) => {
      const message = `the tenant has no service principal for audience ${audience}. Check [entra-no-service-principal]`;
      return (await explained(`audience api://of-another-line\n${message}`)).errors.map(({ next }) => next);
    };
    for (const audience of ["api://contoso.example/orders/", "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d"]) {
      assert.deepEqual(await nextFor(audience), [`az ad sp show --id ${audience}`]);
    }
    for (const hostile of ["$(id)", "api://$(id)", "api://a;id", "api://AKIAIOSFODNN7EXAMPLE", "unknown"]) {
      assert.deepEqual(await nextFor(hostile), ["az ad sp show --id AUDIENCE"], hostile);
    }
  });

  it("reads the file that its only word names", async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), "explain-")), "output.txt");
    await writeFile(file, "AADSTS500014: x");
    assert.match((await runCli(["explain", file])).stdout, /\[aadsts500014\]/);
    const words = await runCli(["explain", file, "AADSTS500011:"]);
    assert.match(words.stdout, /\[aadsts500011\]/);
    assert.doesNotMatch(words.stdout, /\[aadsts500014\]/);
    await rm(path.dirname(file), { recursive: true });
  });

  it("explains several codes, in brackets or not", async () => {
    assert.deepEqual(await codesIn("[sts-access-denied], ROLE-IS-ANOTHER"), [
      "sts-access-denied",
      "role-is-another",
    ]);
    const { errors } = await explained("\nsts-access-denied\nrole-is-another sts-access-denied");
    assert.deepEqual(
      errors.map(({ code, lineNumber }) => [code, lineNumber]),
      [
        ["sts-access-denied", 2],
        ["role-is-another", 3],
      ],
    );
  });

  it("suggests a code for a misspelled one, and nothing for other words", async () => {
    const misspelled = await runCli(["explain", "sts-acces-denied"]);
    assert.equal(misspelled.exitCode, 1);
    assert.equal(
      misspelled.stderr.replaceAll(/\s+/g, " "),
      'azure-to-aws: no error has the code "sts-acces-denied". Did you mean "sts-access-denied"? [explain-code-unknown] ',
    );
    for (const text of ["gibberish", "sts-acces-denied again"]) {
      assert.match((await runCli(["explain"], text)).stderr, /\[explain-nothing-known\]/);
    }
  });

  it("compares no long word with codes, and ends the search for codes with the first word of a log", async function () {
    // Without either limit, each of these takes half a minute or more.
    this.timeout(10_000);
    const word = await runCli(["explain"], "a".repeat(400_000));
    assert.match(word.stderr, /\[explain-nothing-known\]/);
    const message = "Not authorized to perform sts:AssumeRoleWithWebIdentity [sts-access-denied]\n";
    assert.deepEqual(await codesIn(message.repeat(150_000)), ["sts-access-denied"]);
  });

  it("leaves out what a message of this product repeats, and only that", async () => {
    const repeated = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
    const message = `azure-to-aws: AWS STS refused the token. AWS STS answered 403 AccessDenied: ${repeated} [sts-access-denied]`;
    assert.deepEqual(await codesIn(message), ["sts-access-denied"]);
    assert.deepEqual(await codesIn(`${message}\n${message}\n`), ["sts-access-denied"]);
    for (const text of [
      `${message}\nerror: ${repeated}\n`,
      `error: ${repeated}\n${message}\n`,
      JSON.stringify(`error: ${repeated}\n${message}`),
      `error: ${repeated} ${"x".repeat(1500)} [sts-access-denied]`,
      `[sts-access-denied] error: ${repeated}`,
    ]) {
      const codes = await codesIn(text);
      assert.ok(codes.length > 1 && codes.includes("sts-access-denied"), `${text}: ${codes.join()}`);
    }
  });

  it("shows where links lead", async () => {
    const { errors } = await explained("sts-access-denied");
    const link = `suspended the role (${named("how-to/suspend-and-revoke")})`;
    assert.ok(String(errors[0]?.cause).includes(link), String(errors[0]?.cause));
  });

  it("has one meaning for each code in the whole product", () => {
    const codes = [
      ...known.map(({ code }) => code),
      ...rules.map(({ name }) => name),
      ...errorSections().map(({ code }) => code),
    ];
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index),
      [],
    );
  });

  it("names each error once, the worst first, with the line where it was found first", async () => {
    const log = [
      "Could not load credentials from any providers",
      "the stack is currently locked by 1 lock(s).",
      "Identity not found",
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      "Identity not found",
    ].join("\n");
    assert.deepEqual(
      (await explained(log)).errors.map(({ code, lineNumber, weight }) => [code, lineNumber, weight]),
      [
        ["imds-identity-not-found", 3, "broken"],
        ["web-identity-not-authorized", 4, "broken"],
        ["pulumi-stack-locked", 2, "passing"],
        ["client-javascript-no-providers", 1, "symptom"],
      ],
    );
  });

  it("recognizes a text that a terminal has wrapped, and one in JSON", async () => {
    assert.deepEqual(await codesIn("Not authorized to\n  perform sts:AssumeRoleWithWebIdentity"), [
      "web-identity-not-authorized",
    ]);
    assert.deepEqual(await codesIn('{"m":"Invalid principal in policy: \\"AWS\\":\\"x\\""}'), [
      "iam-principal-not-valid",
    ]);
  });

  it("does not take a longer code of Entra for a shorter one", async () => {
    assert.deepEqual(await codesIn("AADSTS700211: No matching"), ["aadsts700211"]);
    assert.deepEqual(await codesIn("AADSTS7002119: Something else"), []);
  });

  it("prints cause, next command, fix, and page in at most 80 columns", async () => {
    const { exitCode, stdout, stderr } = await runCli(["explain", "Identity", "not", "found"]);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    // A long address has a line of its own.
    const [shown = "", page] = /Page:\s+(\S+)/.exec(stdout) ?? [];
    assert.equal(page, `${named("how-to/troubleshoot")}#imds-identity-not-found`);
    assert.equal(
      stdout.replace(shown, "Page: PAGE"),
      `The VM does not have the identity [imds-identity-not-found]
  Instance metadata service, line 1: Identity not found
  Cause: The managed identity with this client ID is not attached to the VM, or
    it was deleted. If it was detached and attached again, the VM's metadata
    service may still know the former assignment (Azure/aad-pod-identity #1102).
  Next command:
    az vm identity show --resource-group GROUP --name VM \\
      --query userAssignedIdentities
  Fix:
    az vm identity assign --resource-group GROUP --name VM \\
      --identities IDENTITY_ID
  Page: PAGE
  Text known from: log (MicrosoftDocs/azure-docs #21322; Azure/azure-sdk-for-net
    #37278)
`,
    );
  });

  it("keeps every report to 80 columns, but for words that are longer", async () => {
    const log = [
      ...known.map(({ text }) => text),
      ...errorSections().map(({ code }) => `[${code}]`),
      ...rules.map(({ name }) => name),
    ];
    const { stdout } = await runCli(["explain"], log.join("\n"));
    const long = stdout.split("\n").filter((line) => line.length > 80);
    assert.deepEqual(
      // An option and its value stay on one line, so that the command can be pasted.
      long.filter(
        (line) =>
          !/^ +--\S+ \S+( \\)?$/.test(line) &&
          line.trim().replace(/ \\$/, "").includes(" ") &&
          !/'[^']{40}/.test(line),
      ),
      [],
    );
  });

  it("shows no token, no signature, and no key of a line", async () => {
    const secrets = [TOKEN, "wJalrXUtnFEMIEXAMPLEKEY", "FwoGZXIvYXdzEXAMPLE", "ASIAABCDEFGHIJKLMNOP"];
    const line = `token=${secrets[0]} "SecretAccessKey": "${secrets[1]}" aws_session_token=${secrets[2]} ${secrets[3]}`;
    for (const format of ["text", "json"]) {
      const log = `${line} Identity not found ${line}`;
      const { stdout, stderr } = await runCli(["explain", "--format", format], log);
      for (const secret of [...secrets, "c2lnbmF0dXJl"]) {
        assert.ok(!`${stdout}${stderr}`.includes(secret), secret);
      }
      assert.match(stdout, /token=<token>/);
    }
  });

  it("does not let a log steer the terminal", async () => {
    const { stdout } = await runCli(["explain"], "\u001b[2J Identity not found \u001b]0;x\u0007");
    assert.doesNotMatch(stdout.replaceAll("\n", ""), /\p{Cc}/u);
  });

  it("ends with 1 and says what to try if it recognizes nothing", async () => {
    const { exitCode, stdout, stderr } = await runCli(["explain"], "all is well\n");
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(
      stderr,
      /^azure-to-aws: no known error is in this text\. Try the whole output[^]*\[explain-nothing-known\]\n$/,
    );
    assert.deepEqual(await explained("all is well"), { format: 1, recognized: false, errors: [] });
  });

  const wrong: [string, string[]][] = [
    ["an unknown option", ["--cloud", "x"]],
    ["an unknown format", ["--format", "xml"]],
    ["--trust without --claims", ["--trust", "x"]],
    ["--claims without --trust", ["--claims", "x"]],
    ["--trust next to --cloudtrail", ["--trust", "x", "--claims", "y", "--cloudtrail", "z"]],
    ["a text next to --cloudtrail", ["--cloudtrail", "z", "text"]],
    ["standard input for both files", ["--trust", "-", "--claims", "-"]],
    ["a file that does not exist", ["--cloudtrail", "no-such-file"]],
  ];
  for (const [title, args] of wrong) {
    it(`ends with 2 for ${title}`, async () => {
      const { exitCode, stdout, stderr } = await runCli(["explain", ...args]);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.match(stderr, /^azure-to-aws: .+ \[[a-z-]+\]\n$/);
    });
  }

  it("does not wait for a person to type a log", async () => {
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const io = { stdin, out: () => undefined, err: () => undefined, colors: false };
    await assert.rejects(
      runExplain(optionsFrom(explain.options, []), io),
      /^UsageError: no error text given\. Pass an error text or a code.*\[explain-text-missing\]$/,
    );
  });

  describe("in a process without a network", function () {
    this.timeout(30_000);
    let folder: string;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "explain-"));
      await writeFile(
        path.join(folder, "no-network.cjs"),
        `const refuse = (what) => () => { process.stderr.write("NETWORK " + what); process.exit(99); };
         require("node:net").Socket.prototype.connect = refuse("connect");
         require("node:dgram").Socket.prototype.send = refuse("send");
         require("node:dns").lookup = refuse("lookup");`,
      );
      await writeFile(
        path.join(folder, "claims.json"),
        JSON.stringify({ iss: "https://x", aud: "y", sub: "z" }),
      );
      await writeFile(path.join(folder, "events.json"), JSON.stringify({ Records: [] }));
    });
    after(() => rm(folder, { recursive: true }));

    async function offline(args: readonly string[]): Promise<[number | undefined, boolean]> {
      const { exitCode, stderr } = await execa(
        process.execPath,
        ["--require", path.join(folder, "no-network.cjs"), ...args],
        { cwd: PROJECT_ROOT, input: "AADSTS501051", reject: false },
      );
      return [exitCode, stderr.includes("NETWORK")];
    }

    it("uses no network in any of its modes", async () => {
      const program = ["dist/cli/azure-to-aws.js", "explain"];
      const claims = path.join(folder, "claims.json");
      assert.deepEqual(await offline(program), [0, false]);
      assert.deepEqual(await offline([...program, "--cloudtrail", path.join(folder, "events.json")]), [
        1,
        false,
      ]);
      assert.deepEqual(
        await offline([...program, "--trust", fixture("trust-right.json"), "--claims", claims]),
        [1, false],
      );
    });

    it("would be caught if it used one", async () => {
      assert.deepEqual(await offline(["--eval", 'fetch("http://127.0.0.1:65000")']), [99, true]);
    });
  });
});
