import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { AUD, AUDIENCE, OPEN, policy, PROVIDER, SUB, SUBJECT } from "../../cli/entra-policy";
import { verdicts, verdictsOf } from "../verdicts";

type Json = Record<string, unknown>;

const ROLE = "aws:iam/role:Role";
const RIGHT = JSON.stringify(policy());
const WRONG = JSON.stringify(OPEN);
const SECRET = "unknown: a secret; save the plan with --save-plan FILE --show-secrets, and judge that file";
const KEPT = "unknown: the policy in AWS, which ignoreChanges may keep and the preview does not show";
const REFRESHED =
  "unknown: the policy that the refresh read from AWS, which only a preview with --show-sames has";

/** A step for a role, whose policy the program asks for. */
function step(op: string, name: string, assumeRolePolicy: unknown, changes: Json = {}): Json {
  return {
    op,
    urn: urnOf(name),
    newState: { urn: urnOf(name), custom: true, type: ROLE, inputs: { assumeRolePolicy }, ...changes },
    detailedDiff: null,
  };
}

function urnOf(name: string): string {
  return `urn:pulumi:dev::app::${ROLE}::${name}`;
}

function deletion(op: string, name: string, oldState: Json = {}): Json {
  const state = { urn: urnOf(name), type: ROLE, inputs: { assumeRolePolicy: WRONG } };
  return { op, urn: urnOf(name), oldState: { ...state, ...oldState }, detailedDiff: null };
}

function preview(steps: readonly Json[], changes: Json = {}): Json {
  return { config: {}, steps, duration: 1_000_000, changeSummary: { create: steps.length }, ...changes };
}

/** The same as one engine event per line. */
function stream(steps: readonly Json[], result = "succeeded", changes = changesOf(steps)): string {
  return eventLines(
    steps.map(({ op, urn, newState, oldState = null }) => ({
      resourcePreEvent: { metadata: { op, urn, type: ROLE, old: oldState, new: newState } },
    })),
    result,
    changes,
  );
}

/** How many steps there are of each operation. */
function changesOf(steps: readonly Json[]): Record<string, number> {
  const operations = steps.map(({ op }) => String(op));
  return Object.fromEntries(
    operations.map((operation) => [operation, operations.filter((other) => other === operation).length]),
  );
}

/** A replacement that numbers what it replaces, from 0. */
function sequence(): () => string {
  let next = 0;
  return () => `"sequence":${next++}`;
}

function eventLines(
  resources: readonly Json[],
  result = "succeeded",
  resourceChanges: Record<string, number> = {},
): string {
  const events = [
    { preludeEvent: { config: {} } },
    ...resources,
    { summaryEvent: { maybeCorrupt: false, resourceChanges, isPreview: true, result } },
    { cancelEvent: {} },
  ];
  return events
    .map((event, sequence) => `${JSON.stringify({ sequence, timestamp: 1_795_837_064, ...event })}\n`)
    .join("");
}

describe("a Pulumi preview", () => {
  it("has a verdict for each role that is there after the update", () => {
    const steps = [
      step("create", "right", RIGHT),
      step("create", "open", WRONG),
      step("update", "changed", WRONG),
      step("same", "kept", RIGHT),
      step("import", "imported", WRONG),
      step("read", "foreign", WRONG, { external: true }),
      step("an operation of a later engine", "later", WRONG),
    ];
    const expected = {
      right: "accepted",
      open: "rejected",
      changed: "rejected",
      kept: "accepted",
      imported: "rejected",
      foreign: "rejected",
      later: "rejected",
    };
    assert.deepEqual(verdicts(preview(steps)), expected);
    assert.deepEqual(verdictsOf(stream(steps)), expected);
  });

  it("has no role that the update deletes", () => {
    const steps = ["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"].map(
      (op) => deletion(op, op),
    );
    assert.deepEqual(verdicts(preview(steps)), {});
    const after = steps.map((one) => ({ ...one, newState: one.oldState }));
    assert.deepEqual(verdicts(preview(after)), {});
  });

  it("has one verdict for a role that is replaced, by what replaces it", () => {
    const steps = [
      step("create-replacement", "r", WRONG),
      step("replace", "r", WRONG),
      deletion("delete-replaced", "r", { inputs: { assumeRolePolicy: RIGHT } }),
    ];
    assert.deepEqual(verdicts(preview(steps)), { r: "rejected" });
  });

  it("with a refresh counts by what comes after it", () => {
    const refresh = step("refresh", "r", RIGHT, { outputs: { assumeRolePolicy: WRONG } });
    assert.deepEqual(verdicts(preview([refresh])), { r: "rejected" });
    assert.deepEqual(verdicts(preview([refresh, step("update", "r", RIGHT)])), { r: "accepted" });
    assert.deepEqual(verdicts(preview([refresh, deletion("delete", "r")])), {});
    assert.deepEqual(verdicts(preview([step("update", "r", RIGHT), deletion("delete", "r")])), {
      r: "accepted",
    });
    // What an interrupted replacement left has the same URN. The role stays.
    assert.deepEqual(verdicts(preview([refresh, deletion("delete", "r", { delete: true })])), {
      r: "rejected",
    });
  });

  it("after a refresh alone does not show what is in AWS", () => {
    const refresh = (asked: string, outputs: Json = {}): unknown =>
      verdicts(preview([step("refresh", "r", asked, { outputs })]));
    assert.deepEqual(refresh(RIGHT), { r: REFRESHED });
    assert.deepEqual(refresh(RIGHT, { assumeRolePolicy: RIGHT }), { r: REFRESHED });
    assert.deepEqual(refresh(WRONG), { r: "rejected" });
    const same = [step("refresh", "r", RIGHT), step("same", "r", RIGHT)];
    assert.deepEqual(verdicts(preview(same)), { r: "accepted" });
    const template = {
      ...step("refresh", "t", RIGHT),
      newState: {
        type: "aws:cloudformation/stack:Stack",
        inputs: {
          templateBody: JSON.stringify({
            Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: policy() } } },
          }),
        },
      },
    };
    assert.deepEqual(verdicts(preview([template])), { "t/R": REFRESHED });
    const shaped = {
      ...step("refresh", "s", RIGHT),
      newState: { type: "acme:iam:Role", inputs: { assumeRolePolicy: RIGHT } },
    };
    assert.deepEqual(verdicts(preview([shaped])), { s: REFRESHED });
  });

  it("of an import shows no policy that ignoreChanges keeps, unless it shows what is in AWS", () => {
    const ignoreChanges = ["assumeRolePolicy"];
    const shown = (op: string, asked: string, more: Json = {}): unknown =>
      verdicts(preview([step(op, "r", asked, { ignoreChanges, ...more })]));
    for (const op of ["import", "import-replacement"]) {
      assert.deepEqual(shown(op, RIGHT), { r: KEPT }, op);
      assert.deepEqual(shown(op, WRONG), { r: "rejected" }, op);
      assert.deepEqual(shown(op, RIGHT, { ignoreChanges: ["tags"] }), { r: KEPT }, op);
      assert.deepEqual(shown(op, RIGHT, { ignoreChanges: [] }), { r: "accepted" }, op);
    }
    assert.deepEqual(shown("import", WRONG, { outputs: { assumeRolePolicy: RIGHT } }), { r: "accepted" });
    assert.deepEqual(shown("import", RIGHT, { outputs: { assumeRolePolicy: WRONG } }), { r: "rejected" });
  });

  it("does not know in a stream what ignoreChanges keeps, until AWS was read", () => {
    const event = (name: string, op: string, outputs: Json): Json => ({
      [name]: {
        metadata: { op, urn: urnOf("r"), type: ROLE, new: step(op, "r", RIGHT, { outputs }).newState },
      },
    });
    const read = { assumeRolePolicy: RIGHT };
    for (const [op, early, unknown] of [
      ["refresh", read, REFRESHED],
      ["import", {}, KEPT],
    ] as const) {
      const before = event("resourcePreEvent", op, early);
      assert.deepEqual(verdictsOf(eventLines([before])), { r: unknown }, op);
      assert.deepEqual(verdictsOf(eventLines([before, event("resOutputsEvent", op, read)])), {
        r: "accepted",
      });
      const drifted = event("resOutputsEvent", op, { assumeRolePolicy: WRONG });
      assert.deepEqual(verdictsOf(eventLines([before, drifted])), { r: "rejected" }, op);
    }
    const unread = [event("resourcePreEvent", "import", {}), event("resOutputsEvent", "import", {})];
    assert.deepEqual(verdictsOf(eventLines(unread)), { r: KEPT });
  });

  it("counts by what is written, or by what is there if nothing is", () => {
    const both = { inputs: { assumeRolePolicy: RIGHT }, outputs: { assumeRolePolicy: WRONG } };
    assert.deepEqual(verdicts(preview([step("update", "r", RIGHT, both)])), { r: "accepted" });
    for (const op of ["same", "read", "read-replacement"]) {
      assert.deepEqual(verdicts(preview([step(op, "r", RIGHT, both)])), { r: "rejected" }, op);
    }
  });

  it("with an unknown value or a secret is unknown", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const sealed = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "x",
    };
    const steps = [
      step("create", "later", unknown),
      step("create", "secret", "[secret]"),
      step("create", "sealed", sealed),
      {
        op: "create",
        urn: "urn:pulumi:dev::app::aws-native:iam:Role::partly",
        newState: {
          type: "aws-native:iam:Role",
          inputs: { assumeRolePolicyDocument: policy({ Condition: "[secret]" }) },
        },
      },
    ];
    const expected = {
      later: "unknown: a value that Pulumi does not know yet",
      secret: SECRET,
      sealed: SECRET,
      partly: SECRET,
    };
    assert.deepEqual(verdicts(preview(steps)), expected);
  });

  it("with a secret in a part of a string is unknown, whatever the mask hides", () => {
    const part = (subject: string): unknown =>
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: subject } } });
    const native = (assumeRolePolicyDocument: unknown): Json => ({
      op: "create",
      urn: "urn:pulumi:dev::app::aws-native:iam:Role::native",
      newState: { type: "aws-native:iam:Role", inputs: { assumeRolePolicyDocument } },
    });
    const steps = [
      step("create", "value", JSON.stringify(part("[secret]"))),
      step("create", "part", JSON.stringify(part(`[secret]${SUBJECT.slice(4)}`))),
      step("create", "key", RIGHT.replaceAll(PROVIDER, "[secret]")),
      native(part(`${SUBJECT.slice(0, 4)}[secret]`)),
    ];
    const expected = { value: SECRET, part: SECRET, key: SECRET, native: SECRET };
    assert.deepEqual(verdicts(preview(steps)), expected);
    assert.deepEqual(verdictsOf(stream(steps)), expected);
    const masked = policy({
      Condition: { StringEquals: { "[secret]:aud": AUDIENCE, "[secret]:sub": SUBJECT } },
    });
    assert.deepEqual(verdicts(preview([native(masked)])), { native: SECRET });
  });

  it("takes a role's account from the ARN that it keeps", () => {
    const oldState = { outputs: { arn: "arn:aws:iam::999900001111:role/r" } };
    const [role] = judgeText(
      "f",
      JSON.stringify(preview([{ ...step("update", "r", RIGHT), oldState }])),
    ).roles;
    assert.equal(role?.document.account, "999900001111");
    const [replaced] = judgeText(
      "f",
      JSON.stringify(preview([{ ...step("replace", "r", RIGHT), oldState }])),
    ).roles;
    assert.equal(replaced?.document.account, undefined);
    const unnamed = { ...step("update", "u", RIGHT), op: undefined, oldState };
    const judged = judgeText("f", JSON.stringify(preview([step("same", "r", RIGHT), unnamed])));
    assert.deepEqual(
      judged.roles.map(({ verdict, document }) => [verdict, document.account]),
      [
        ["accepted", undefined],
        ["accepted", undefined],
      ],
    );
  });

  it("says that the state after the update shows what the preview does not", () => {
    const [role] = judgeText("f", JSON.stringify(preview([step("create", "r", "[secret]")]))).roles;
    assert.equal(role?.document.toKnow, "judge the stack after the update (pulumi stack export)");
  });

  it("is not recognized without what makes a step, or an event", () => {
    for (const other of [
      { steps: [{ op: "create" }] },
      { steps: [{ urn: urnOf("r") }] },
      [{ sequence: 0, preludeEvent: {} }],
      [{ timestamp: 1_795_837_064, preludeEvent: {} }],
    ]) {
      assert.throws(() => verdicts(other), /\[input-kind-unknown\]/, JSON.stringify(other));
    }
  });

  it("with a step that shows no state is unknown, if the resource can have a policy", () => {
    const bare = (type: string): Json => ({
      op: "create",
      urn: `urn:pulumi:dev::app::${type}::r`,
      newState: null,
    });
    const gap = { r: "unknown: the state of the resource, which the preview leaves out" };
    for (const [type, expected] of [
      [ROLE, gap],
      ["aws:cloudformation/stack:Stack", gap],
      ["aws:cloudcontrol/resource:Resource", gap],
      ["", gap],
      ["aws:s3/bucket:Bucket", {}],
    ] as const) {
      assert.deepEqual(verdicts(preview([bare(type)])), expected, type);
      assert.deepEqual(verdictsOf(stream([bare(type)])), expected, type);
    }
    assert.deepEqual(verdicts(preview([step("create", "r", RIGHT), bare(ROLE)])), gap);
    assert.deepEqual(verdicts(preview([bare(ROLE), step("create", "r", RIGHT)])), { r: "accepted" });
    // A step without a URN and a state may be for any resource.
    const nothing = [step("create", "r", RIGHT), { op: "create", newState: null }];
    const any = { r: "accepted", "(a resource without a URN)": gap.r };
    assert.deepEqual(verdicts(preview(nothing)), any);
    assert.deepEqual(verdictsOf(stream(nothing)), any);
    // A stream masks URNs too. Two that look the same may be those of two resources.
    const masked = (policyText: string): Json => ({
      ...step("create", "r", policyText),
      urn: urnOf("[secret]"),
    });
    assert.equal(judgeText("f", stream([masked(WRONG), masked(RIGHT)])).roles.length, 2);
  });

  const further = {
    "(further roles)": "unknown: what the preview would have had beyond the error that ended it",
  };
  const unfinished: [title: string, text: string][] = [
    [
      "reports an error",
      JSON.stringify(
        preview([step("create", "r", RIGHT)], { diagnostics: [{ severity: "error", message: "failed" }] }),
      ),
    ],
    [
      "failed before its first step",
      JSON.stringify({ diagnostics: [{ severity: "error" }], duration: 1, changeSummary: {} }),
    ],
    ["may be corrupt", JSON.stringify(preview([step("create", "r", RIGHT)], { maybeCorrupt: true }))],
    [
      "did not come to a summary",
      JSON.stringify(preview([step("create", "r", RIGHT)], { changeSummary: undefined })),
    ],
    ["is a stream that failed", stream([step("create", "r", RIGHT)], "failed")],
    ["is a stream that was canceled", stream([step("create", "r", RIGHT)], "canceled")],
    [
      "is a stream that may be corrupt",
      stream([step("create", "r", RIGHT)]).replace('"maybeCorrupt":false', '"maybeCorrupt":true'),
    ],
    [
      "is a stream with a second summary that failed",
      stream([step("create", "r", RIGHT)]).replace(
        '"cancelEvent":{}',
        '"summaryEvent":{"resourceChanges":{},"result":"failed"}',
      ),
    ],
    [
      "is a stream with an error and without a summary",
      eventLines([{ diagnosticEvent: { severity: "error" } }])
        .split("\n")
        .slice(0, 2)
        .join("\n"),
    ],
  ];
  for (const [title, text] of unfinished) {
    it(`that ${title} is incomplete`, () => {
      const found = text.includes(ROLE) ? { r: "accepted", ...further } : further;
      assert.deepEqual(verdictsOf(text), found);
    });
  }

  describe("that is a part of a stream", () => {
    const ends = [step("create", "r", RIGHT), step("create", "s", RIGHT), step("same", "t", RIGHT)];
    const lines = stream(ends).trimEnd().split("\n");
    const roles = { r: "accepted", s: "accepted", t: "accepted" };
    const without = (...left: readonly number[]): string =>
      lines.filter((_, index) => !left.includes(index)).join("\n");

    it("says after which line it stops", () => {
      for (const count of [2, 4]) {
        const text = lines.slice(0, count).join("\n");
        const found = verdictsOf(text);
        assert.equal(
          found["(further roles)"],
          `unknown: the events after line ${count}, where the stream stops without its summary event`,
        );
        assert.equal(Object.keys(found).length, count);
        const [further] = judgeText("f", text).roles.slice(-1);
        assert.equal(further?.document.toKnow, "run the preview again, and keep every line of its output");
      }
    });

    it("is whole without the event behind the summary, and with the summary of an engine that has no result", () => {
      assert.deepEqual(verdictsOf(without(lines.length - 1)), roles);
      assert.deepEqual(verdictsOf(lines.join("\n").replace(',"result":"succeeded"', "")), roles);
    });

    it("says that its start is missing", () => {
      const start = "unknown: the events before the first line, whose sequence number is";
      assert.deepEqual(verdictsOf(without(0)), { ...roles, "(further roles)": `${start} 1 and not 0` });
      const numbered = lines.map((line) => line.replace(/"sequence":(\d)/, '"sequence":7$1'));
      assert.equal(verdictsOf(numbered.join("\n"))["(further roles)"], `${start} 70 and not 0`);
    });

    it("says where another stream begins", () => {
      const expected = "unknown: which stream counts: the sequence numbers start again at line 2";
      const text = [lines[0], ...lines].join("\n");
      assert.deepEqual(verdictsOf(text), { ...roles, "(further roles)": expected });
    });

    it("says which steps no line has", () => {
      const lost = "unknown: steps that the summary event counts and no line has:";
      assert.equal(verdictsOf(without(1))["(further roles)"], `${lost} 1 create`);
      assert.equal(verdictsOf(without(1, 2, 3))["(further roles)"], `${lost} 2 create, 1 same`);
      assert.deepEqual(verdictsOf(without()), roles);
    });

    it("is whole with one of the two events of each step, and with an operation that the summary does not count", () => {
      const both = eventLines(
        ends.flatMap(({ op, urn, newState }) =>
          ["resourcePreEvent", "resOutputsEvent"].map((name) => ({
            [name]: { metadata: { op, urn, type: ROLE, old: null, new: newState } },
          })),
        ),
        "succeeded",
        { create: 2, same: 1 },
      )
        .trimEnd()
        .split("\n");
      for (const index of [1, 2]) {
        assert.deepEqual(verdictsOf(both.toSpliced(index, 1).join("\n")), roles);
      }
      assert.match(verdictsOf(both.toSpliced(1, 2).join("\n"))["(further roles)"] ?? "", /: 1 create$/);
      // A component has the second event twice. It stands for no other resource.
      const [twice = ""] = both.slice(4, 5);
      assert.match(
        verdictsOf(
          both
            .toSpliced(1, 2, twice)
            .join("\n")
            .replaceAll(/"sequence":\d+/g, sequence()),
        )["(further roles)"] ?? "",
        /: 1 create$/,
      );
      assert.deepEqual(
        verdictsOf(stream([...ends, step("read", "u", RIGHT)], "succeeded", { create: 2, same: 1 })),
        {
          ...roles,
          u: "accepted",
        },
      );
      // The engine counts some reads only.
      const reads = ["u", "v"].map((name) => step("read", name, RIGHT));
      assert.deepEqual(
        verdictsOf(stream([...ends, ...reads], "succeeded", { create: 2, same: 1, read: 1 })),
        {
          ...roles,
          u: "accepted",
          v: "accepted",
        },
      );
    });

    it("is not read if it stops within a line", () => {
      const cut = (text: string): void => {
        assert.throws(
          () => verdictsOf(text),
          (error: Error) =>
            error.message ===
            `the stream of Pulumi events stops within line ${text.split("\n").length}. Run the preview again, and keep every line of its output [input-stream-cut]`,
        );
      };
      const whole = lines.join("\n");
      cut(whole.slice(0, -5));
      cut(`${lines.slice(0, 2).join("\n")}\n{"seq`);
      cut(`${lines.slice(0, 2).join("\n")}\n{`);
      assert.throws(() => verdictsOf(`${whole}\nerror: preview failed`), /input-json-invalid/);
      assert.throws(() => verdictsOf(whole.replace('"custom":true', '"custom":')), /line 2, column \d+/);
    });
  });

  it("that is a stream with a gap is complete, because the engine does not print all events", () => {
    const [first, ...others] = stream([step("create", "r", RIGHT)]).split("\n");
    const later = others.map((line) => line.replace(/"sequence":(\d)/, '"sequence":1$1'));
    assert.deepEqual(verdictsOf([first, ...later].join("\n")), { r: "accepted" });
  });

  it("with warnings alone is complete", () => {
    const diagnostics = [{ severity: "warning", message: "old" }];
    assert.deepEqual(verdicts(preview([step("create", "r", RIGHT)], { diagnostics })), { r: "accepted" });
  });

  describe("with a role that needs the only client ID of a provider", () => {
    const issuer = "ci.example.com";
    const trust = JSON.stringify(
      policy({
        Principal: { Federated: `arn:aws:iam::222222222222:oidc-provider/${issuer}` },
        Condition: { StringEquals: { [`${issuer}:sub`]: "job" } },
      }),
    );
    const reference = (name: string): string =>
      `urn:pulumi:dev::app::pulumi:providers:aws::${name}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`;
    const steps = (providerOfRole: string): Json[] => [
      step("create", "ci", undefined, {
        type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        inputs: { url: `https://${issuer}`, clientIdLists: ["aws"] },
        provider: reference("one"),
      }),
      step("create", "r", trust, { provider: reference(providerOfRole) }),
    ];

    it("accepts the role in the account of the provider", () => {
      assert.deepEqual(verdicts(preview(steps("one"))), { r: "accepted" });
      assert.deepEqual(verdictsOf(stream(steps("one"))), { r: "accepted" });
      // Default providers are for one account, and two references to one provider can end with other IDs.
      const [provider, role] = steps("default").map((one) => JSON.stringify(one));
      const defaults = [
        provider?.replace("::one::", "::default_7_1_0::"),
        role?.replace("04da6b54-80e4-46f7-96ec-b56ff0331ba9", "8f0b"),
      ].map((one) => JSON.parse(one ?? "") as Json);
      assert.deepEqual(verdicts(preview(defaults)), { r: "accepted" });
    });

    it("has a verdict of its own for the role of each Pulumi provider", () => {
      const [provider = {}, other = {}] = steps("other");
      const [, one = {}] = steps("one");
      const renamed = JSON.parse(JSON.stringify(other).replaceAll("::r", "::s")) as Json;
      assert.deepEqual(verdicts(preview([provider, one, renamed])), { r: "accepted", s: "rejected" });
    });

    it("rejects a role that another Pulumi provider deploys, perhaps into another account", () => {
      assert.deepEqual(verdicts(preview(steps("other"))), { r: "rejected" });
      assert.deepEqual(verdictsOf(stream(steps("other"))), { r: "rejected" });
    });
  });

  it("says how many unchanged resources it leaves out", () => {
    const remarks = (steps: readonly Json[], same: number): readonly string[] =>
      judgeText("f", JSON.stringify(preview(steps, { changeSummary: { same } }))).remarks;
    const update = step("update", "r", RIGHT);
    const hint = "Add --show-sames to pulumi preview, or judge a plan that --save-plan writes.";
    assert.deepEqual(remarks([update, step("same", "s", RIGHT)], 1), []);
    assert.deepEqual(remarks([update, step("same", "s", RIGHT)], 2), [
      `The preview leaves out 1 unchanged resource. ${hint}`,
    ]);
    assert.deepEqual(remarks([step("refresh", "r", RIGHT)], 1), []);
    assert.deepEqual(remarks([step("refresh", "r", RIGHT), update], 3), [
      `The preview leaves out 3 unchanged resources. ${hint}`,
    ]);
  });

  it("with a member twice is not read, in an event neither", () => {
    const text = stream([step("create", "r", RIGHT)]).replace('"custom":true', '"type":"x","custom":true');
    assert.throws(() => verdictsOf(text), /line 2, column \d+/);
  });

  it("points to the policy in the line of its event", () => {
    const text = stream([step("create", "r", WRONG)]);
    const [role] = judgeText("f", text).roles;
    assert.equal(text.slice(role?.range.start, role?.range.end), JSON.stringify(WRONG));
  });
});
