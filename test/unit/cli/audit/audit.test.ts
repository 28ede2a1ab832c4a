import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { AuditReport } from "../../../../cli/audit/audit-report";
import type { SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { SnapshotWriter } from "../../../../cli/snapshot/write-snapshot";
import { type CliResult, runCli, runProcess } from "../run-cli";
import { accepting } from "./accepted";
import {
  ACCOUNT,
  allow,
  APP_ID,
  AUDIENCE,
  auditOf,
  completeSections,
  deployed,
  federationStatement,
  IDENTITY,
  MACHINE,
  ordersRole,
  policy,
  PROVIDER_ARN,
  role,
  roleArn,
  SUBJECT,
  SUBSCRIPTION,
  TENANT,
} from "./company";

const OPEN = role("open", [federationStatement({ aud: AUDIENCE })], [allow("*")]);

/** `aws iam get-account-authorization-details` with a role that has a managed policy. */
const DETAILS = {
  UserDetailList: [{ UserName: "deploy", Arn: `arn:aws:iam::${ACCOUNT}:user/deploy`, Path: "/" }],
  GroupDetailList: [],
  RoleDetailList: [
    {
      RoleName: "open",
      Arn: roleArn("open"),
      Path: "/",
      AssumeRolePolicyDocument: policy(federationStatement({ aud: AUDIENCE })),
      RolePolicyList: [],
      AttachedManagedPolicies: [{ PolicyName: "all", PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/all` }],
    },
    {
      RoleName: "service",
      Arn: roleArn("service"),
      Path: "/",
      AssumeRolePolicyDocument: policy({
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
      RolePolicyList: [],
      AttachedManagedPolicies: [],
    },
  ],
  Policies: [
    {
      PolicyName: "all",
      Arn: `arn:aws:iam::${ACCOUNT}:policy/all`,
      PolicyVersionList: [
        { VersionId: "v1", IsDefaultVersion: false, Document: policy(allow("s3:GetObject")) },
        { VersionId: "v2", IsDefaultVersion: true, Document: policy(allow("*")) },
      ],
    },
  ],
};

describe("azure-to-aws audit", () => {
  let folder = "";

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "audit-"));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const at = (name: string): string => path.join(folder, name);

  async function snapshot(name: string, ...records: readonly SnapshotRecord[]): Promise<string> {
    const writer = await SnapshotWriter.create(at(name), {
      kind: "snapshot",
      version: 1,
      by: "0.2.0",
      startedAt: "2026-11-28T06:00:00Z",
      redacted: false,
    });
    for (const record of [...records, ...completeSections()]) {
      await writer.write(record);
    }
    await writer.finish();
    return at(name);
  }

  async function file(name: string, content: unknown): Promise<string> {
    await writeFile(
      at(name),
      typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );
    return at(name);
  }

  async function report(...args: readonly string[]): Promise<AuditReport> {
    const { stdout, stderr } = await runCli(["audit", "--format", "json", ...args]);
    assert.equal(stderr, "");
    return JSON.parse(stdout) as AuditReport;
  }

  it("takes the empty list of a cloud next to other files, and refuses it alone", async () => {
    const empty = await file("empty.json", "[]");
    const good = await snapshot("deployed.gz", ...deployed());
    for (const files of [
      [empty, good],
      [good, empty],
    ]) {
      const { exitCode, stdout, stderr } = await runCli(["audit", ...files]);
      assert.deepEqual([exitCode, stderr], [0, ""]);
      assert.match(stdout, /A file has nothing in it\. .*empty\.json: the list is empty/s);
    }
    for (const files of [[empty], [empty, empty]]) {
      const { exitCode, stderr } = await runCli(["audit", ...files]);
      assert.equal(exitCode, 2);
      assert.match(stderr, /the list is empty \[audit-input-empty\]/);
    }
  });

  it("finds nothing in what the component deploys, and exits with 0", async () => {
    const { exitCode, stdout, stderr } = await runCli([
      "audit",
      await snapshot("deployed.gz", ...deployed()),
    ]);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.ok(stdout.includes("Findings: none."));
    assert.ok(
      stdout.includes(
        `1. id-orders can assume role orders of account ${ACCOUNT}, which can read data of Amazon S3.`,
      ),
    );
  });

  it("exits with 1 for findings, as the built program does", async () => {
    const input = await snapshot("open.gz", ...deployed(), OPEN);
    const { exitCode, stdout } = await runProcess(["audit", input]);
    assert.equal(exitCode, 1);
    assert.equal(stdout, (await runCli(["audit", input])).stdout);
  }).timeout("20s");

  it("reads authorization details from a file and from standard input, in UTF-8 and UTF-16", async () => {
    const text = JSON.stringify(DETAILS);
    const expected = await report(await file("details.json", text));
    assert.deepEqual(
      expected.roles.map(({ name, reach, permissions }) => [name, reach, permissions.power]),
      [["open", "tenant", "administrator"]],
    );
    assert.equal(expected.counts.roles, 2);
    assert.deepEqual(
      await report(await file("utf16.json", Buffer.from(`\ufeff${text}`, "utf16le"))),
      expected,
    );
    assert.deepEqual(await report(await file("marked.json", `\ufeff${text}`)), expected);
    assert.deepEqual(await report(await file("indented.json", JSON.stringify(DETAILS, null, 4))), expected);
    const { stdout } = await runCli(["audit", "--format", "json", "-"], text);
    assert.deepEqual(JSON.parse(stdout), expected);
  });

  it("reads policies that are URL-encoded, as the API has them", async () => {
    const encoded = structuredClone(DETAILS) as unknown as {
      RoleDetailList: { AssumeRolePolicyDocument: unknown }[];
    };
    for (const one of encoded.RoleDetailList) {
      one.AssumeRolePolicyDocument = encodeURIComponent(JSON.stringify(one.AssumeRolePolicyDocument));
    }
    const [open] = (await report(await file("encoded.json", encoded))).roles;
    assert.equal(open?.reach, "tenant");
    assert.notEqual(open.correction, undefined);
  });

  it("says that a page of authorization details is one of several", async () => {
    const { notSeen } = await report(await file("page.json", { ...DETAILS, IsTruncated: true, Marker: "x" }));
    assert.ok(
      notSeen.includes(
        "The authorization details are one page of several, so roles and policies are missing. Export them without --max-items.",
      ),
    );
    const whole = await report(await file("last.json", { ...DETAILS, IsTruncated: false }));
    const marked = await report(await file("marked-page.json", { ...DETAILS, NextToken: "x" }));
    // So a later report calls nothing gone that was on another page.
    assert.deepEqual(
      [whole.seen, marked.seen],
      [[`aws/${ACCOUNT}/authorization-details`], [`aws/${ACCOUNT}`]],
    );
    assert.equal(
      whole.notSeen.some((sentence) => sentence.includes("one page")),
      false,
    );
  });

  it("refuses authorization details that are cut", async () => {
    const input = await file("cut.json", JSON.stringify(DETAILS).slice(0, -40));
    const { exitCode, stderr } = await runCli(["audit", input]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /cut\.json: not valid JSON \(.+\)\. Export it again \[audit-input-invalid\]/);
  });

  it("joins exports of both clouds", async () => {
    const inputs = await Promise.all([
      file("details.json", DETAILS),
      file("providers.json", { OpenIDConnectProviderList: [{ Arn: PROVIDER_ARN }] }),
      file(
        "report.csv",
        `user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active\ndeploy,arn:aws:iam::${ACCOUNT}:user/deploy,2024-01-01T00:00:00+00:00,true,2024-01-01T00:00:00+00:00,N/A,false\n`,
      ),
      file("apps.json", [
        {
          id: "o",
          appId: APP_ID,
          displayName: "orders",
          identifierUris: [AUDIENCE],
          passwordCredentials: [],
        },
      ]),
      file("sps.json", [
        {
          id: "s",
          appId: APP_ID,
          displayName: "orders",
          servicePrincipalType: "Application",
          appRoleAssignmentRequired: false,
          appOwnerOrganizationId: TENANT,
        },
      ]),
      file("identities.json", [
        {
          id: IDENTITY,
          name: "id-orders",
          principalId: SUBJECT,
          clientId: "c",
          tenantId: TENANT,
          type: "Microsoft.ManagedIdentity/userAssignedIdentities",
        },
      ]),
      file("vms.json", [
        {
          id: MACHINE,
          name: "vm-orders",
          type: "Microsoft.Compute/virtualMachines",
          identity: { userAssignedIdentities: { [IDENTITY]: {} } },
        },
      ]),
      file("assignments.json", [
        {
          id: "a",
          scope: `/subscriptions/${SUBSCRIPTION}`,
          principalId: "g",
          principalType: "Group",
          roleDefinitionName: "Contributor",
        },
      ]),
    ]);
    const { roles, findings, providers } = await report(...inputs);
    assert.deepEqual(
      findings.map(({ rule, subject }) => [rule, subject]),
      [
        ["application-open-to-tenant", APP_ID],
        ["access-key-beside-federation", `${ACCOUNT}/deploy/access key 1`],
      ],
    );
    assert.deepEqual(roles[0]?.entries[0]?.application, APP_ID);
    assert.deepEqual(
      providers.map(({ arn, clientIds }) => [arn, clientIds]),
      [[PROVIDER_ARN, []]],
    );
  });

  it("refuses a file that is none of these, and one that is missing", async () => {
    const { exitCode, stderr } = await runCli(["audit", await file("other.json", { a: 1 })]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /other\.json: this file is nothing that audit knows.* \[audit-input-unknown\]/);
    assert.match(
      (await runCli(["audit", at("nothing.json")])).stderr,
      /nothing\.json: no such file.* \[input-not-found\]/,
    );
    assert.match((await runCli(["audit"])).stderr, /\[file-missing\]/);
    assert.match((await runCli(["audit", "-", "-"])).stderr, /\[standard-input-twice\]/);
    assert.match((await runCli(["audit", "--since", "-", "-"])).stderr, /\[standard-input-twice\]/);
    assert.match(
      (await runCli(["audit", "--policy-pack-config", "-", "-"])).stderr,
      /\[standard-input-twice\]/,
    );
  });

  it("says on a report that its snapshot is redacted", async () => {
    for (const redacted of [true, false]) {
      const writer = await SnapshotWriter.create(at("redacted.gz"), {
        kind: "snapshot",
        version: 1,
        by: "0.2.0",
        startedAt: "2026-11-28T06:00:00Z",
        redacted,
      });
      await writer.finish();
      const { notSeen } = await report(at("redacted.gz"));
      assert.equal(
        notSeen.filter((sentence) => sentence.startsWith("The snapshot is redacted:")).length,
        redacted ? 1 : 0,
      );
    }
  });

  it("takes no empty export and no input without roles for a company without roles", async () => {
    for (const lists of [
      { RoleDetailList: [] },
      { Roles: [] },
      { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [], IsTruncated: false },
    ]) {
      await writeFile(at("nothing.json"), JSON.stringify(lists));
      const { exitCode, stdout, stderr } = await runCli(["audit", at("nothing.json")]);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.match(stderr, /nothing\.json: the list is empty \[audit-input-empty\]/);
    }
    const none = "The input has no role of AWS, so nothing here says who can assume one.";
    await writeFile(at("users.json"), JSON.stringify({ ...DETAILS, RoleDetailList: [], Policies: [] }));
    assert.ok((await report(at("users.json"))).notSeen.includes(none));
    await writeFile(at("details.json"), JSON.stringify(DETAILS));
    assert.ok(!(await report(at("users.json"), at("details.json"))).notSeen.includes(none));
  });

  it("names an account whose roles were not collected, and counts it as a gap", async () => {
    const roles = `aws/${ACCOUNT}/authorization-details`;
    const write = async (file: string, records: readonly SnapshotRecord[]): Promise<void> => {
      const writer = await SnapshotWriter.create(at(file), {
        kind: "snapshot",
        version: 1,
        by: "0.2.0",
        startedAt: "2026-11-28T06:00:00Z",
        redacted: false,
      });
      for (const record of records) {
        await writer.write(record);
      }
      await writer.finish();
    };
    const without = completeSections().filter((one) => one.kind !== "section" || one.section !== roles);
    await write("skipped.gz", without);
    const { missing, notSeen } = await report(at("skipped.gz"));
    assert.deepEqual(missing, [roles]);
    assert.deepEqual(notSeen.slice(1), [
      `${roles} was not collected, so nobody knows who can assume the roles of this account.`,
      "The input has no role of AWS, so nothing here says who can assume one.",
    ]);
    assert.equal((await runCli(["audit", "--fail-on-gaps", at("skipped.gz")])).exitCode, 1);
    await write("complete.gz", completeSections());
    const complete = await report(at("complete.gz"));
    assert.deepEqual([complete.missing, complete.notSeen.length], [[], 1]);
    const microsoft = completeSections().filter(
      (one) => one.kind === "section" && !one.section.startsWith("aws/"),
    );
    await write("microsoft.gz", microsoft);
    assert.deepEqual((await report(at("microsoft.gz"))).missing, []);
  });

  it("says that a compressed export is one, and reads it from a pipe", async () => {
    await writeFile(at("details.json.gz"), gzipSync(JSON.stringify(DETAILS)));
    const { exitCode, stderr } = await runCli(["audit", at("details.json.gz")]);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /details\.json\.gz: compressed, and not a snapshot\. Decompress it, and name the result \[audit-input-compressed\]/,
    );
    assert.equal((await runCli(["audit", "-"], JSON.stringify(DETAILS))).exitCode, 1);
    // A damaged snapshot is still called one.
    await writeFile(at("cut.gz"), gzipSync('{"kind":"snapshot","version":1}\n').subarray(0, 30));
    assert.match((await runCli(["audit", at("cut.gz")])).stderr, /cut\.gz: .*\[snapshot-/);
  });

  it("names a section that was not collected, and draws no conclusion from what is missing", async () => {
    const records = deployed().filter(
      ({ kind }) => kind !== "entra.service-principal" && kind !== "azure.managed-identity",
    );
    const writer = await SnapshotWriter.create(at("refused.gz"), {
      kind: "snapshot",
      version: 1,
      by: "0.2.0",
      startedAt: "2026-11-28T06:00:00Z",
      redacted: false,
    });
    const section = `entra/${TENANT}/service-principals`;
    for (const record of [...records, ...completeSections()]) {
      await writer.write(
        record.kind === "section" && record.section === section
          ? {
              ...record,
              state: "refused",
              error: { needs: "Application.Read.All", code: "403", message: "no" },
            }
          : record,
      );
    }
    await writer.finish();
    const shown = await runCli(["audit", at("refused.gz")]);
    assert.equal(shown.exitCode, 0);
    assert.match(shown.stdout, /Findings: none\. The input lacks 1 section: see what was not seen\./);
    assert.equal(shown.stderr, "");
    const failed = await runCli(["audit", "--fail-on-gaps", at("refused.gz")]);
    assert.equal(failed.exitCode, 1);
    assert.equal(
      failed.stderr,
      `azure-to-aws: the input lacks ${section}, and --fail-on-gaps is given. Collect again with --resume [audit-gaps]\n`,
    );
    const { roles, findings, notSeen, missing } = await report(at("refused.gz"));
    assert.deepEqual(missing, [section]);
    assert.deepEqual([roles[0]?.findings, findings], [[], []]);
    assert.ok(
      notSeen.includes(
        `The service principals of tenant ${TENANT} could not be read completely (this needs Application.Read.All). Names of identities may be missing.`,
      ),
    );
  });

  it("does not call missing what was collected and is empty", () => {
    const { notSeen } = auditOf(ordersRole());
    assert.deepEqual(notSeen, [
      "Service control policies, resource control policies, and policies of resources are not in the input, so a role may be able to do less or more.",
    ]);
  });

  it("reports a role whose trust policy is not in the input", async () => {
    const { notSeen } = await report(
      await snapshot("hole.gz", ...deployed(), {
        kind: "aws.role",
        of: ACCOUNT,
        data: { RoleName: "hole", Arn: roleArn("hole"), Path: "/" },
      }),
    );
    assert.ok(
      notSeen.includes(
        "Roles without their trust policies are in the input. Who can assume them is not known.",
      ),
    );
  });

  it("writes to a file that only its owner can read, and leaves no other", async () => {
    const out = at("report.json");
    await writeFile(out, "old", { mode: 0o644 });
    const input = await snapshot("out.gz", ...deployed(), OPEN);
    const { exitCode, stdout } = await runCli(["audit", "--format", "json", "--out", out, input]);
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.equal((await stat(out)).mode & 0o777, 0o600);
    assert.equal((JSON.parse(await readFile(out, "utf8")) as AuditReport).roles.length, 2);
    // A terminal's colors do not go into a file.
    await runCli(["audit", "--out", at("report.txt"), input], "", true);
    const shown = await runCli(["audit", input], "", true);
    assert.deepEqual(
      [shown.stdout, await readFile(at("report.txt"), "utf8")].map((text) => text.includes("\u001b")),
      [true, false],
    );
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes("unfinished")),
      [],
    );
    const refused = await runCli(["audit", "--out", at("no/such/folder"), input]);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /--out: cannot write .*\(ENOENT\).* \[audit-report-not-written\]/s);
  });

  it("follows no link in the place of its file, and leaves nothing if it cannot be put there", async () => {
    const input = await snapshot("link.gz", ...deployed(), OPEN);
    const target = await file("precious.txt", "precious");
    const out = at("linked.json");
    await symlink(target, `${out}.${process.pid}.unfinished`);
    const linked = await runCli(["audit", "--format", "json", "--out", out, input]);
    assert.equal(linked.exitCode, 2);
    assert.match(linked.stderr, /\(EEXIST\).* \[audit-report-not-written\]/s);
    assert.equal(await readFile(target, "utf8"), "precious");
    await mkdir(at("folder.json"));
    const onto = await runCli(["audit", "--format", "json", "--out", at("folder.json"), input]);
    assert.equal(onto.exitCode, 2);
    assert.match(onto.stderr, /\(EISDIR\).* \[audit-report-not-written\]/s);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes("unfinished")),
      [],
    );
  });

  it("reports what it could read if one of several files is something else, and ends with exit code 2", async () => {
    const input = await snapshot("other.gz", ...deployed());
    const notes = await file("notes.json", '{"notes": []}');
    const { exitCode, stdout, stderr } = await runCli(["audit", notes, input]);
    assert.equal(exitCode, 2);
    assert.match(stdout, /^1 AWS account, 1 Entra tenant/);
    assert.match(stdout, /A file was not read, or not whole\. .*notes\.json/);
    assert.match(stderr, /notes\.json .*\[audit-files-unread\]/s);
    const alone = await runCli(["audit", notes]);
    assert.deepEqual([alone.exitCode, alone.stdout], [2, ""]);
  });

  it("takes --ours, and refuses another form", async () => {
    const input = await snapshot("ours.gz", ...deployed());
    assert.equal((await runCli(["audit", "--ours", "github-owner=acme", input])).exitCode, 0);
    const { exitCode, stderr } = await runCli(["audit", "--ours", "acme", input]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /--ours: invalid value\. Expected KIND=NAME/);
  });

  it("fails only for a reach that is bad enough", async () => {
    const input = await snapshot(
      "replay.gz",
      ...deployed(),
      role("replay", [federationStatement({ sub: SUBJECT })]),
    );
    const codes = await Promise.all(
      ["anyone", "tenant", "assigned", "replay", "nobody"].map(
        async (reach) => (await runCli(["audit", "--fail-on", reach, input])).exitCode,
      ),
    );
    assert.deepEqual(codes, [0, 0, 0, 1, 1]);
    assert.match((await runCli(["audit", "--fail-on", "some", input])).stderr, /--fail-on: invalid value/);
  });

  it("takes accepted findings and an earlier report", async () => {
    const input = await snapshot(
      "since.gz",
      ...deployed(),
      role("replay", [federationStatement({ sub: SUBJECT })]),
    );
    const run = (...args: readonly string[]): Promise<CliResult> => runCli(["audit", ...args, input]);
    assert.equal((await run()).exitCode, 1);
    const json = (await run("--format", "json")).stdout;
    const findings = accepting(JSON.parse(json) as AuditReport, {
      rule: "trust-admits-replay",
      until: "2099-12-31",
    });
    const policies = await file(
      "policies.json",
      JSON.stringify({ all: "mandatory", accepted: { findings } }),
    );
    const accepted = await run("--policy-pack-config", policies);
    assert.equal(accepted.exitCode, 0);
    assert.ok(accepted.stdout.includes("Findings: none. 1 accepted."));
    assert.ok(accepted.stdout.includes("Until 2099-12-31, by platform: a trial until the move"));
    const old = await file("old.json", json);
    const compared = await run("--since", old);
    assert.equal(compared.exitCode, 0);
    assert.ok(compared.stdout.includes("0 new, 1 known, 0 gone"));
    const broken = await run(
      "--policy-pack-config",
      await file("broken.json", '{"accepted": {"findings": [1]}}'),
    );
    assert.equal(broken.exitCode, 2);
    assert.match(broken.stderr, /broken\.json: accepted\.findings\[0\]: .* \[policies-file-invalid\]/s);
    assert.match((await run("--since", policies)).stderr, /\[audit-report-invalid\]/);
  });
});
