import assert from "node:assert/strict";
import { hostname, userInfo } from "node:os";
import { LAB_TEXTS } from "../../../../tools/acceptance/lab-texts";
import { knownOfEnvironment, ReportRedactor } from "../../../../tools/acceptance/report-redactor";

const SECRET = "s3cr3t~of.the-application";

describe("a name that no report may show", () => {
  const redactor = new ReportRedactor([
    { value: "role", placeholder: "<name>", isWord: true },
    { value: "Müller & Söhne", placeholder: "<name>", isWord: true },
    { value: "Ada$", placeholder: "<name>", isWord: true },
  ]);

  it("is replaced where it is a word, whatever is around it", () => {
    for (const text of ["role", "the role.", "a/role/b", "role-1", "'ROLE'", "x@role"]) {
      assert.equal(redactor.redact(text), text.replace(/role/i, "<name>"));
    }
    assert.equal(redactor.redact("to (Müller & Söhne), or Ada$."), "to (<name>), or <name>.");
  });

  it("is left alone where it is part of a longer word", () => {
    for (const text of ["parole", "roles", "role_name", "assumed-roles", "enrolé-rolex", "rôle", "éroleé"]) {
      assert.equal(redactor.redact(text), text);
    }
  });

  it("leaves words of the lab's own texts alone that only begin with it", () => {
    const short = new ReportRedactor(
      ["auth", "ident", "valid", "perf"].map((value) => ({ value, placeholder: "<name>", isWord: true })),
    );
    for (const { text } of Object.values(LAB_TEXTS)) {
      assert.equal(short.redact(text), text);
    }
  });
});

describe("a secret", () => {
  const redactor = new ReportRedactor(
    knownOfEnvironment({ ARM_CLIENT_SECRET: SECRET, API_TOKEN: "abc.def$1" }),
  );

  it("is replaced wherever it is, also within a word", () => {
    for (const around of ["x", "é", "_", "0", " ", '"']) {
      assert.equal(redactor.redact(`${around}${SECRET}${around}`), `${around}<secret>${around}`);
    }
    assert.equal(redactor.redact("Xabc.def$1Y"), "X<secret>Y");
  });

  it("is no pattern", () => {
    assert.equal(redactor.redact("abcxdef$1"), "abcxdef$1");
  });
});

describe("what is replaced by its form", () => {
  const redactor = new ReportRedactor([]);
  const cases: readonly (readonly [string, string])[] = [
    ["arn:aws:sts::111122223333:federated-user/alice.meyer", "arn:aws:sts::<account>:federated-user/<name>"],
    [
      "arn:aws:sts::111122223333:assumed-role/Admin/ada",
      "arn:aws:sts::<account>:assumed-role/<role>/<session>",
    ],
    [
      "policy: arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-0abc,",
      "policy: arn:aws:organizations::<account>:policy/<name>,",
    ],
    ["group AGPAABCDEFGHIJKLMNOP and policy ANPAABCDEFGHIJKLMNOP", "group <AWS ID> and policy <AWS ID>"],
    ["organization o-a1b2c3d4e5", "organization <organization>"],
    ["arn:aws:iam::111122223333:policy/contoso-limits", "arn:aws:iam::<account>:policy/<name>"],
    ["arn:aws-cn:iam::111122223333:saml-provider/Contoso", "arn:aws-cn:iam::<account>:saml-provider/<name>"],
    ["arn:aws:iam::111122223333:root", "arn:aws:iam::<account>:root"],
    ["from 2001:db8:85a3::8a2e:370:7334.", "from <address>."],
    ["[fe80::1]:443 and ::1", "[<address>]:443 and <address>"],
    ["2001:0db8:0000:0000:0000:ff00:0042:8329", "<address>"],
    ["via http://svc:Hunter2!pass@proxy.contoso.com:8080", "via http://<user>@proxy.contoso.com:8080"],
    ["postgres://app:p@ss@db/orders", "postgres://<user>@db/orders"],
  ];
  for (const [text, redacted] of cases) {
    it(`is all that identifies somebody in ${text}`, () => {
      assert.equal(redactor.redact(text), redacted);
      assert.equal(redactor.redact(redacted), redacted);
    });
  }

  it("is no time, no type, and no address without a user", () => {
    for (const text of [
      "at 10:11:12",
      "azure-native:compute:VirtualMachine",
      "aws:iam/role:Role::devteam",
      "https://management.azure.com/subscriptions",
      "o-ring",
    ]) {
      assert.equal(redactor.redact(text), text);
    }
  });
});

describe("the secrets of an environment", () => {
  const secretsOf = (environment: NodeJS.ProcessEnv) =>
    knownOfEnvironment(environment).flatMap(({ value, placeholder }) =>
      placeholder === "<secret>" ? [value] : [],
    );

  it("are told by the names of variables", () => {
    for (const name of ["GH_PAT", "NPM_AUTH", "DB_PASS", "MYSQL_PWD", "ARM_CLIENT_SECRET"]) {
      assert.deepEqual(secretsOf({ [name]: "abcdef123" }), ["abcdef123"], name);
    }
    for (const name of ["PATH", "PWD", "OLDPWD", "PATTERN", "AUTHOR"]) {
      assert.deepEqual(secretsOf({ [name]: "/home/ada" }), [], name);
    }
  });

  it("are also the passwords of addresses in any variable, so none comes out beside its mail address", () => {
    const HTTPS_PROXY = "http://svc:Hunter2!pass@proxy.contoso.com:8080";
    assert.deepEqual(secretsOf({ HTTPS_PROXY }), ["svc:Hunter2!pass", "Hunter2!pass"]);
    assert.deepEqual(secretsOf({ DATABASE_URL: "postgres://app:p%40ssword@db/orders" }), [
      "app:p%40ssword",
      "p%40ssword",
      "p@ssword",
    ]);
    const redactor = new ReportRedactor(knownOfEnvironment({ HTTPS_PROXY }));
    assert.equal(redactor.redact("user svc, password Hunter2!pass"), "user svc, password <secret>");
    assert.equal(redactor.redact(HTTPS_PROXY).includes("Hunter2"), false);
  });
});

describe("the IDs of a run", () => {
  it("are replaced within words, since its resources are named after it", () => {
    const redactor = new ReportRedactor([{ value: "acceptance0123abcd", placeholder: "<run>" }]);
    assert.equal(redactor.redact("acceptance0123abcdgroup"), "<run>group");
  });
});

describe("the person and the machine", () => {
  it("are words", () => {
    const names = knownOfEnvironment({}).filter(({ isWord }) => isWord === true);
    assert.deepEqual(
      names.map(({ placeholder }) => placeholder),
      ["<home>", "<machine>", "<user>"],
    );
    assert.deepEqual(
      names.slice(1).map(({ value }) => value),
      [hostname(), userInfo().username],
    );
  });
});
