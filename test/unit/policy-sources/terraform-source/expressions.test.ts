import assert from "node:assert/strict";
import { Expressions, type Scope } from "../../../../policy-sources/terraform-source/expressions";
import { StandIns } from "../../../../policy-sources/terraform-source/stand-ins";
import { unknownExpressions, unknownMark } from "../../../../trust";

/** Expressions and their values in JSON, as Terraform 1.11.4 prints them. `local.c` is "Z", and `local.l` is `["a", "b"]`. */
const MEASURED: readonly (readonly [expression: string, json: string])[] = [
  ['true ? {a=true,b="x"} : {a=true,b="z"}', '{"a":true,"b":"x"}'],
  ["true ? [1,2] : [3,4]", "[1,2]"],
  ['true ? {a="x"} : {}', '{"a":"x"}'],
  ['true ? 1 : "a"', '"1"'],
  ['false ? null : ["a"]', '["a"]'],
  ['toset(["b","a","b"])', '["a","b"]'],
  ['[for x in toset(["b","a"]) : x]', '["a","b"]'],
  ['[for k, v in {b=1,a=2} : "${k}${v}"]', '["a2","b1"]'],
  ['"${1.50}-${0.1}"', '"1.5-0.1"'],
  ["[local.c[*], null[*]]", '[["Z"],[]]'],
  ['format("%s-%d-%v-%q-%%", "a", 3, true, "q")', '"a-3-true-\\"q\\"-%"'],
  ['formatlist("repo:%s:*", ["a","b"])', '["repo:a:*","repo:b:*"]'],
  ['lookup({a="1"}, "b", "d")', '"d"'],
  ['element(["a","b"], 3)', '"b"'],
  ['try(local.l[5], "fallback")', '"fallback"'],
  ['regex("^(.*)/([^/]+)$", "a/b/c")', '["a/b","c"]'],
  ['regex("[a-z]+", "123abc")', '"abc"'],
  ['replace("arn:aws:iam::123:oidc-provider/x/y", "/^(.*provider/)/", "")', '"x/y"'],
  ['replace("aXbX", "/(X)/", "[$1]")', '"a[X]b[X]"'],
  ['flatten([["a",["b"]],"c"])', '["a","b","c"]'],
  ["merge({a=1},{a=2,b=3},null)", '{"a":2,"b":3}'],
  ['compact(["a","",null,"b"])', '["a","b"]'],
  ['coalesce("", null, "x")', '"x"'],
  ["[keys({b=1,a=2}), values({b=1,a=2})]", '[["a","b"],[2,1]]'],
  ['[1 == "1", "a" == "a", null == null, "1" != 1]', "[false,true,true,true]"],
  ["[1+2, 7/2, 7%3, -3]", "[3,3.5,1,-3]"],
  ['substr("hello", 1, 3)', '"ell"'],
  ['split("/", "a/b//c")', '["a","b","","c"]'],
  ['{for i, v in ["x","y"] : i => v}', '{"0":"x","1":"y"}'],
  ['tomap({a=1,b="x"})', '{"a":"1","b":"x"}'],
  ['{for s in ["ab","ac","b"] : substr(s,0,1) => s...}', '{"a":["ab","ac"],"b":["b"]}'],
  [
    '[trim("?!hello?!", "!?"), trimspace("  a\\n"), chomp("a\\n\\n"), join("-", ["a", 1, true])]',
    '["hello","a","a","a-1-true"]',
  ],
  ['jsondecode("{\\"a\\":[1,null,\\"x\\"]}")', '{"a":[1,null,"x"]}'],
  ['setproduct(["a","b"],["x"])', '[["a","x"],["b","x"]]'],
  [
    '[contains(["a"],"a"), contains([1],"1"), alltrue([true]), anytrue([]), can(local.l[9])]',
    "[true,false,true,false,false]",
  ],
  [
    '[distinct(["a","b","a"]), index(["a","b"],"b"), one(["x"]), range(3), coalescelist([],["a"])]',
    '[["a","b"],1,"x",[0,1,2],["a"]]',
  ],
  ['jsonencode("<a>&")', '"\\"\\\\u003ca\\\\u003e\\\\u0026\\""'],
  ['[for i, x in tolist(toset(["q", "p"])) : "${i}${x}"]', '["0p","1q"]'],
  ['concat([["a"], ["b"]]...)', '["a","b"]'],
];

/** Templates as the parser returns arguments, and their values. Measured in the same way. */
const TEMPLATES: readonly (readonly [template: string, value: string])[] = [
  ["$${x} %%{y} ${local.c}", "${x} %{y} Z"],
  [
    "foo\n   ${~ local.c ~}\n   \n   bar\n%{ for s in local.l ~}\n  ${s},\n%{ endfor ~}\nz\n",
    "foo\nZ   \n   bar\n  a,\n  b,\nz\n",
  ],
  ['x%{ if local.c == "Z" }yes%{ else }no%{ endif }z', "xyesz"],
  ["${<<-X\n\t  a\n      b ${local.c}\n   ${local.c}\n  end\n    X\n}", " a\n    b Z\n Z\nend\n"],
  ["${<<-X\n    a\n\n      b\n    X\n}", "a\n\n  b\n"],
];

const LOCALS: Readonly<Record<string, unknown>> = { c: "Z", l: ["a", "b"] };

const standIns = new StandIns();
const scope: Scope = {
  names: new Map(),
  resolve: ([first = "", second = ""]) => {
    const value =
      first === "local"
        ? LOCALS[second]
        : second === "account"
          ? standIns.account("data.account")
          : undefined;
    return Promise.resolve(value === undefined ? undefined : { value, parts: 2 });
  },
  callReader: () => Promise.resolve(undefined),
};

const valueOf = (argument: string): Promise<unknown> => new Expressions(standIns).valueOf(argument, scope);

describe("an expression of Terraform", function () {
  this.timeout("60s"); // The parser is compiled when it is first used.

  for (const [expression, json] of MEASURED) {
    it(`has Terraform's value: ${expression}`, async () => {
      assert.deepEqual(JSON.parse(JSON.stringify(await valueOf(`\${${expression}}`))), JSON.parse(json));
    });
  }

  for (const [template, value] of TEMPLATES) {
    it(`has Terraform's text: ${JSON.stringify(template)}`, async () => {
      assert.equal(await valueOf(template), value);
    });
  }

  const unknown: readonly (readonly [expression: string, why: string])[] = [
    ["var.a", "var.a"],
    ['var.a == "x" ? "y" : "z"', 'var.a == "x" ? "y" : "z"'],
    ["length(var.a)", "length(var.a)"],
    ['try(var.a, "x")', 'try(var.a, "x")'],
    ["local.l[7]", "local.l[7]"],
    ["timestamp()", "timestamp()"],
    ['replace("a", "/(?i)a/", "b")', 'replace("a", "/(?i)a/", "b")'],
    [
      'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "/(a+)+$/", "b")',
      'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "/(a+)+$/", "b")',
    ],
    ['upper("é")', 'upper("é")'],
    ["123456789012345678901", "123456789012345678901"],
    ["[for x in range(1000) : range(1000)]", "a value that is too large"],
    ['data.account == "000000000000" ? "a" : "b"', 'data.account == "000000000000" ? "a" : "b"'],
    ['replace("${data.account}", "3141", "x")', 'replace("${data.account}", "3141", "x")'],
    ["lookup({}, data.account, 1)", "lookup({}, data.account, 1)"],
  ];
  for (const [expression, why] of unknown) {
    it(`is unknown: ${expression}`, async () => {
      assert.deepEqual(unknownExpressions(await valueOf(`\${${expression}}`)), [why]);
    });
  }

  it("keeps what it knows of a text with an unknown part", async () => {
    assert.equal(await valueOf("repo:${var.a}:x"), `repo:${unknownMark("var.a")}:x`);
    assert.equal(await valueOf('${var.a == "" && false ? "a" : "b"}'), "b");
    assert.equal(await valueOf('${"x${var.a}" != "" ? "a" : "b"}'), "a");
  });

  it("treats all accounts alike, and has one in the policy", async () => {
    const arn = '"arn:aws:iam::${data.account}:oidc-provider/x.example/a"';
    for (const [expression, value] of [
      [`replace(${arn}, "/^(.*provider/)/", "")`, "x.example/a"],
      [`split("oidc-provider/", ${arn})[1]`, "x.example/a"],
      [`element(split("/", ${arn}), 1)`, "x.example"],
    ]) {
      assert.equal(standIns.replaceIn(await valueOf(`\${${expression}}`)), value, expression);
    }
  });
});
