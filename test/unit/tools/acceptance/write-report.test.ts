import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { LAB_TEXTS } from "../../../../tools/acceptance/lab-texts";
import { leftApplication, leftGroup } from "../../../../tools/acceptance/left-over";
import type { AcceptanceReport } from "../../../../tools/acceptance/report";
import { type Known, knownOfEnvironment } from "../../../../tools/acceptance/report-redactor";
import type { AcceptanceResult } from "../../../../tools/acceptance/run-acceptance";
import { runAudience, runNames } from "../../../../tools/acceptance/run-names";
import { WireLog } from "../../../../tools/acceptance/wire-log";
import { composeReport, knownOfRun, writeReport } from "../../../../tools/acceptance/write-report";
import type { AttemptId } from "../../../../tools/demo/steps/refuse-strangers";

const ACCOUNTS = {
  tenantId: "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1",
  subscriptionId: "aaaabbbb-cccc-4ddd-8eee-ffff00001111",
  accountId: "123456789012",
  partition: "aws",
  location: "westeurope",
  region: "eu-west-1",
};
const NAMES = runNames("0123abcd");
const AUDIENCE = runAudience(NAMES, ACCOUNTS.tenantId);
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly94In0.c2lnbmF0dXJl";
const SECRETS = {
  ARM_CLIENT_SECRET: "s3cr3t~of.the-application",
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "FwoGZXIvYXdzEXAMPLE//session+token==",
  PULUMI_CONFIG_PASSPHRASE: "correct horse battery",
};
const PERSON = "ada@contoso.example";
const COMPANY = "Contoso Ltd. (production)";

/** Everything that no report may hold. */
const POISON: readonly string[] = [
  ...Object.values(ACCOUNTS).slice(0, 3),
  ...Object.values(SECRETS),
  TOKEN,
  PERSON,
  COMPANY,
  "contoso.onmicrosoft.com",
  "203.0.113.7",
  "99998888-7777-4666-8555-444433332222",
  "payroll-operator",
  NAMES.prefix,
];

/** All of it in one text, with what a cloud puts around it. */
const POISONED = [
  `AADSTS500011: The resource principal named ${AUDIENCE} was not found in the tenant named ${COMPANY}. This can happen if`,
  `User: arn:aws:sts::${ACCOUNTS.accountId}:assumed-role/payroll-operator/${PERSON} is not authorized`,
  `arn:aws:iam::${ACCOUNTS.accountId}:user/payroll-operator contoso.onmicrosoft.com 203.0.113.7`,
  `99998888-7777-4666-8555-444433332222 ${POISON.slice(0, 8).join(" ")} ${TOKEN} ${COMPANY} ${NAMES.prefix}-devteam`,
].join("\n");

async function report(
  changes: Partial<AcceptanceResult> = {},
  wire: WireLog = new WireLog(),
  more: readonly Known[] = [],
): Promise<AcceptanceReport> {
  const result: AcceptanceResult = {
    ending: "passed",
    names: NAMES,
    steps: [],
    notUndone: [],
    left: { found: [], unseen: [] },
    destroyCommands: [],
    ...changes,
  };
  const known = [
    ...knownOfRun(ACCOUNTS, NAMES, AUDIENCE),
    { value: COMPANY, placeholder: "<name>", isWord: true },
    ...more,
    ...knownOfEnvironment(SECRETS),
  ];
  return composeReport({ result, wire, accounts: ACCOUNTS, adoptedProvider: false, known });
}

/** Both files of a report, as they are sent. */
async function filesOf(composed: AcceptanceReport): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "azure-to-aws-report-"));
  try {
    await writeReport(composed, directory);
    const files = ["acceptance-report.json", "acceptance-report.md"];
    return (await Promise.all(files.map(async (file) => readFile(path.join(directory, file), "utf8")))).join(
      "\n",
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A wire log that has poison in everything that it keeps. */
function poisonedWire(): WireLog {
  const wire = new WireLog();
  wire.addRefusals(
    (Object.keys(LAB_TEXTS) as AttemptId[]).map((id) => ({
      id,
      title: `trying ${POISONED}`,
      code: "x",
      message: POISONED,
    })),
  );
  wire.addOutput(
    `pulumi up failed:\n${POISONED}\nStatus=403 Code="RequestDisallowedByPolicy" Message="${COMPANY}"`,
  );
  wire.addResponse(
    {
      method: "PUT",
      url: `https://management.azure.com/subscriptions/${ACCOUNTS.subscriptionId}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v/runCommands/r?api-version=1`,
      scope: "",
      signal: new AbortController().signal,
    },
    {
      status: 201,
      statusText: "Created",
      headers: new Headers({
        "azure-asyncoperation": `https://management.azure.com/subscriptions/${ACCOUNTS.subscriptionId}/providers/Microsoft.Compute/locations/westeurope/operations/99998888-7777-4666-8555-444433332222?p=x&t=1&c=${SECRETS.AWS_SESSION_TOKEN}`,
        "retry-after": "10",
        authorization: `Bearer ${TOKEN}`,
      }),
      body: { secret: POISONED },
    },
  );
  return wire;
}

describe("the report of a run", () => {
  it("holds no secret, ID, and name, wherever the run met them", async () => {
    const text = await filesOf(
      await report(
        {
          ending: "failed",
          failure: POISONED,
          tools: { pulumi: POISONED, plugins: { [POISONED]: POISONED } },
          preflight: { ran: true, checks: [{ id: "azure-login", outcome: "ok", found: POISONED }] },
          steps: [{ title: `step ${POISONED}`, outcome: "failed", seconds: 1, detail: POISONED }],
          answers: {
            answers: [{ id: "audit", asked: POISONED, came: POISONED, note: POISONED }],
            unanswered: { collect: POISONED },
          },
          notUndone: [POISONED],
          left: { found: [leftGroup(POISONED, ACCOUNTS.subscriptionId)], unseen: [POISONED] },
          destroyCommands: [POISONED],
        },
        poisonedWire(),
      ),
    );
    for (const value of POISON) {
      assert.ok(!text.toLowerCase().includes(value.toLowerCase()), value);
      assert.ok(!text.includes(JSON.stringify(value).slice(1, -1)), value);
    }
  });

  it("would hold them if nothing replaced them", async () => {
    const wire = poisonedWire();
    const raw = JSON.stringify([wire.refusals, wire.errors]);
    for (const value of [...POISON.slice(0, 3), SECRETS.ARM_CLIENT_SECRET, PERSON]) {
      assert.ok(raw.includes(value), value);
    }
    assert.match(await filesOf(await report({}, wire)), /was not found in the tenant named <tenant>/);
  });

  it("keeps its own words where a person or a machine is called so", async () => {
    const words = ["failed", "location", "steps", "linux", "none", "AWS", "identity", "Policy"];
    const more = words.map((value) => ({ value, placeholder: "<name>", isWord: true }));
    const wire = new WireLog();
    wire.addRefusals([{ id: "write", title: "writing", code: "", message: LAB_TEXTS.write.text }]);
    const composed = await report({ ending: "failed" }, wire, more);
    assert.equal(composed.ending, "failed");
    assert.deepEqual(composed.steps, []);
    assert.equal(composed.location, "westeurope");
    // The name is replaced in what was seen. That is no difference, and the lab's text is whole.
    assert.match(composed.texts[0]?.text ?? "", /because no <name>-based <name> allows/);
    assert.equal(composed.texts[0]?.lab, LAB_TEXTS.write.text);
    assert.deepEqual(composed.findings, []);
  });

  it("says that it left a provider that others use", async () => {
    const left = { found: [], unseen: [], sharedProvider: { arn: "arn", others: 1 } };
    const composed = await report({ left });
    assert.equal(composed.leftSharedProvider, true);
    assert.match(await filesOf(composed), /- by design: the OIDC provider, which others use/);
    assert.equal((await report()).leftSharedProvider, false);
  });

  it("has each answer next to the lab's, and the questions that remain with their commands", async () => {
    const answers = {
      answers: [
        { id: "suspend", asked: "suspend --dry-run", came: "not-suspended", note: "more" },
        { id: "last-use-delay", asked: "get", came: "240 seconds behind" },
      ],
      unanswered: { collect: "no SDK" },
    } as const;
    const composed = await report({ answers });
    assert.deepEqual(composed.findings, [
      {
        title: "Does suspend find the run's role and its policies?",
        service: "suspend --dry-run",
        real: "not-suspended",
        lab: "would-be-suspended",
      },
    ]);
    const text = await filesOf(composed);
    assert.ok(
      text.includes(
        "Does suspend find the run's role and its policies? (unlike the lab)\n\n```text\nasked: suspend --dry-run\n" +
          "came:  not-suspended\nlab:   would-be-suspended\nnote:  more\n```\n",
      ),
    );
    assert.match(text, /How far behind is the last use of an access key\? \(the lab does not say\)/);
    assert.match(
      text,
      /Does collect read every section without an error\? Not answered: no SDK\n\n```text\nnpx @azure-to-aws\/cli collect /,
    );
  });

  it("counts the checks of the preflight that are ok, and names the others", async () => {
    const outcomes = { "azure-login": "ok", quota: "cannot tell", "vm-size": "wrong" } as const;
    const checks = Object.entries(outcomes).map(([id, outcome]) => ({ id, outcome, found: "" }));
    const text = await filesOf(await report({ preflight: { ran: true, checks } }));
    assert.match(text, /- Preflight: 1 of 3 checks are ok\n {2}- quota: cannot tell\n {2}- vm-size: wrong\n/);
  });

  it("counts what is left by its kind", async () => {
    const found = [leftGroup("a", "s"), leftGroup("b", "s"), leftApplication("c")];
    const { left } = await report({ left: { found, unseen: [] } });
    assert.deepEqual(left, { "resource group": 2, application: 1 });
  });

  it("names a step that failed by the first line of its reason", async () => {
    const steps = [
      { title: "up", outcome: "failed", seconds: 2, detail: "pulumi up failed:\nmuch more" },
    ] as const;
    const composed = await report({ ending: "failed", steps });
    assert.deepEqual(composed.steps, [
      { title: "up", outcome: "failed", seconds: 2, detail: "pulumi up failed:" },
    ]);
    assert.match(await filesOf(composed), /up:\n\n```text\npulumi up failed:\n```/);
  });

  it("keeps the clouds' texts of a program that failed, and of Resource Manager the codes alone", async () => {
    const { errors } = await report({}, poisonedWire());
    assert.deepEqual(errors, [
      "AADSTS500011: The resource principal named <audience> was not found in the tenant named <tenant>. This can happen if",
      'Status=403 Code="RequestDisallowedByPolicy"',
    ]);
  });
});

describe("the differences from the lab", () => {
  const message = (text: string): string =>
    `An error occurred (${text.replace(": ", ") when calling the X operation: ")}`;
  const refusals = (change: (text: string) => string): WireLog => {
    const wire = new WireLog();
    wire.addRefusals(
      (Object.entries(LAB_TEXTS) as [AttemptId, { text: string }][]).map(([id, { text }]) => ({
        id,
        title: id,
        code: "",
        message: change(
          id === "unassigned"
            ? text.replaceAll("\n", "\r\n")
            : message(text)
                .replace("<account>", ACCOUNTS.accountId)
                .replace("<readable bucket>", NAMES.readableBucket),
        ),
      })),
    );
    return wire;
  };

  it("are none if every text is the lab's", async () => {
    const { findings, texts } = await report(
      {},
      refusals((text) => text),
    );
    assert.equal(texts.length, 7);
    assert.deepEqual(findings, []);
  });

  it("list each text that differs, next to the lab's", async () => {
    const older = refusals((text) =>
      text.replace(/The web identity token provided.*$/, "Incorrect token audience"),
    );
    const { findings } = await report({}, older);
    const lab = LAB_TEXTS["other-audience"].text;
    const real = "InvalidIdentityToken: Incorrect token audience";
    assert.deepEqual(findings, [
      { title: "other-audience", service: "AWS STS", real, lab },
      { title: "forged-signature", service: "AWS STS", real, lab },
    ]);
  });

  it("list an operation that is followed by other headers", async () => {
    const { findings } = await report({}, poisonedWire());
    assert.ok(!findings.some(({ title }) => title.startsWith("PUT")));
    const wire = new WireLog();
    const url = "https://management.azure.com/subscriptions/s/resourceGroups/g?api-version=1";
    const request = { method: "DELETE", url, scope: "", signal: new AbortController().signal } as const;
    const headers = new Headers({ location: "https://management.azure.com/subscriptions/s/other/1?x=y" });
    wire.addResponse(request, { status: 202, statusText: "", headers, body: undefined });
    assert.deepEqual((await report({}, wire)).findings, [
      {
        title: "DELETE resourceGroups",
        service: "Azure Resource Manager",
        real: "202\nlocation: /subscriptions/s/other/1",
        lab: "202\nlocation: /subscriptions/<subscription>/operationresults/<GUID>\nretry-after",
      },
    ]);
  });

  it("ignore the Location of a new resource, which nobody polls, in any case", () => {
    const wire = new WireLog();
    const path =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    const url = `https://management.azure.com/${path}?api-version=1`;
    const request = { method: "PUT", url, scope: "", signal: new AbortController().signal } as const;
    const itself = new Headers({ location: `/${path.replace("resourceGroups", "resourcegroups")}` });
    wire.addResponse(request, { status: 201, statusText: "", headers: itself, body: undefined });
    assert.deepEqual(wire.polling, []);
    const other = new Headers({ location: "https://management.azure.com/subscriptions/s/operations/1" });
    wire.addResponse(request, { status: 201, statusText: "", headers: other, body: undefined });
    assert.equal(wire.polling.length, 1);
  });
});
