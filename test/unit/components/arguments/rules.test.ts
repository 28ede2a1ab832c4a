import assert from "node:assert/strict";
import type { Rule } from "../../../../components/arguments/argument-rule";
import { armId, location, resourceGroupName } from "../../../../components/arguments/rules/azure";
import { displayName, guid, tenantId } from "../../../../components/arguments/rules/entra";
import {
  audience,
  bucketName,
  iamArn,
  issuerUrl,
  partition,
  region,
  roleDescription,
  roleName,
  rolePath,
  sessionDuration,
  subject,
  tagKey,
  tagValue,
  trustPolicyQuota,
} from "../../../../components/arguments/rules/iam";
import { resourceName, staticName, workloadName } from "../../../../components/arguments/rules/names";
import { sourceIp } from "../../../../components/arguments/rules/network";
import { policyDocument } from "../../../../components/arguments/rules/policy-document";
import {
  adminUsername,
  profileName,
  vmName,
  vmSize,
} from "../../../../components/arguments/rules/virtual-machine";
import { withCode } from "../../../../messages";

const GUID = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";

function check<T>(what: string, rule: Rule<T>, right: readonly T[], wrong: readonly T[]): void {
  describe(`rule for ${what}`, () => {
    for (const value of right) {
      it(`takes ${JSON.stringify(value)}`, () => {
        assert.deepEqual(rule(value), []);
      });
    }
    for (const value of wrong) {
      it(`refuses ${JSON.stringify(value)}`, () => {
        assert.notDeepEqual(rule(value), []);
      });
    }
  });
}

check("tenants", tenantId, [GUID, GUID.toUpperCase()], ["", "contoso.com", `{${GUID}}`, `${GUID} `]);
check("GUIDs", guid, [GUID], ["", "/servicePrincipals/1", GUID.slice(1)]);
check(
  "audiences",
  audience,
  [`api://${GUID}/a`, "urn://a", "a".repeat(255)],
  ["", "api://a/", "a b", "a".repeat(256), "api://*", "api://é"],
);
check(
  "issuers",
  issuerUrl,
  [
    `https://sts.windows.net/${GUID}/`,
    `https://login.microsoftonline.com/${GUID}/v2.0`,
    "https://oidc.eks/x",
    `https://westeurope.oic.prod-aks.azure.com/${GUID}/${GUID}/`,
  ],
  [
    "",
    "http://x",
    `https://sts.windows.net/${GUID}`,
    `https://westeurope.oic.prod-aks.azure.com/${GUID}/${GUID}`,
    "https://x:443/",
    "https://x/?a",
    "https://u@x/",
    "https://x/#a",
    "https://x/*",
    "https://login.microsoftonline.com/common/v2.0",
    `https://login.microsoftonline.com/${GUID}/v2.0/`,
    `https://x/${"a".repeat(246)}`,
  ],
);
check("subjects", subject, [GUID, "system:serviceaccount:a:b"], ["", "*", "a b", "a?", "${aws:username}"]);
check("session lengths", sessionDuration, [3600, 7200, 43_200], [0, 3599, 43_201, 3600.5, Number.NaN]);
check("trust policy quotas", trustPolicyQuota, [2048, 4096], [0, 2047, 4097, 2048.5]);
check(
  "buckets",
  bucketName,
  ["abc", "my.bucket-1", "a".repeat(63)],
  ["ab", "a".repeat(64), "Bucket", "a_b", "-ab", "ab-", "a..b", "1.2.3.4", "*", "reports*", "arn:aws:s3:::x"],
);
check(
  "profiles",
  profileName,
  ["DevTeam-S3ReadOnlyAccess", "default"],
  ["", "two words", "a]", "a/b", "a".repeat(65)],
);
check(
  "AWS regions",
  region,
  ["eu-west-1", "us-gov-west-1", "ap-southeast-10"],
  ["", "Europe", "eu-west-1a", "EU-WEST-1"],
);
check("Azure regions", location, ["westeurope", "West Europe", "uksouth"], ["", "west/europe", "1west"]);
check("partitions", partition, ["aws", "aws-cn", "aws-us-gov"], ["", "azure", "aws-"]);
check(
  "managed policies",
  iamArn("policy"),
  ["arn:aws:iam::aws:policy/SecurityAudit", "arn:aws-cn:iam::111122223333:policy/a/b"],
  ["", "SecurityAudit", "arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:policy/*"],
);
check(
  "policy documents",
  policyDocument,
  [
    '{"Statement":{"Effect":"Deny","NotAction":"s3:*","NotResource":["*"]}}',
    '{"Version":"2012-10-17","Id":"a","Statement":[{"Sid":"a","Effect":"Allow","Action":["s3:*"],"Resource":"*","Condition":{}}]}',
  ],
  [
    "",
    "{",
    "null",
    "{}",
    "[]",
    '{"Statement":[]}',
    '{"Statement":"x"}',
    '{"Statement":[[]]}',
    '{"Statement":{}}',
    '{"Statement":{"Effect":"allow","Action":"s3:*","Resource":"*"}}',
    '{"Statement":{"Effect":"Allow","Action":"s3:*","NotAction":"s3:*","Resource":"*"}}',
    '{"Statement":{"Effect":"Allow","Action":[],"NotAction":"s3:*","Resource":"*"}}',
    '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":[]}}',
    '{"Statement":{"Effect":"Allow","Action":5,"Resource":"*"}}',
    '{"Statement":{"Sid":"a-b","Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":[]}}',
    '{"Version":"2012","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    '{"Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"s3:*","Resource":"*"}]}',
    '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}',
    '{"version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
  ],
);

describe("the rule for policy documents", () => {
  it("names each member that is misspelt or missing, and nothing that is there, since it may be secret", () => {
    const statement = { Effekt: "Allow", Action: "s3:GetObject", Resources: "*" };
    assert.deepEqual(
      policyDocument(JSON.stringify({ Version: "2012-10-17", Statement: [statement] })).map(withCode),
      [
        "misspelled member in Statement[0]. Expected Effect [policy-document-member]",
        "misspelled member in Statement[0]. Expected Resource [policy-document-member]",
        'invalid Effect in Statement[0]. Expected "Allow" or "Deny" [policy-document-effect]',
        "invalid statement in Statement[0]. Expected a string or a list of strings as either Resource or NotResource [policy-document-list]",
      ],
    );
    const trust = { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" };
    assert.deepEqual(policyDocument(JSON.stringify({ Statement: trust })).map(withCode), [
      "unknown member in Statement. Expected only Sid, Effect, Action, NotAction, Resource, NotResource, Condition [policy-document-member]",
    ]);
  });
});
check(
  "resource groups",
  resourceGroupName,
  ["group", "my.group(1)_a-b", "a".repeat(90)],
  ["", "group.", "a/b", "a".repeat(91)],
);
check("VM names", vmName, ["app-vm", "a"], ["", "-a", "a".repeat(65), "a/b"]);
check("VM sizes", vmSize, ["Standard_B1s", "Standard_D2ads_v5"], ["", "B1s", "Standard_", "Standard_B1s "]);
check(
  "administrators",
  adminUsername,
  ["azureuser", "op_1"],
  ["", "Admin", "root", "admin", "1st", "a".repeat(33)],
);
check("display names", displayName, ["Orders to AWS"], ["", "   ", "a<b", "a\nb", "a".repeat(121)]);
check("names in maps", staticName, ["a", "audit-1_b"], ["", "-a", "a/b", "a".repeat(41)]);
check(
  "component names",
  resourceName("-role"),
  ["a", "Orders-1", "a".repeat(51)],
  ["", "1a", "a-", "a_b", "a".repeat(52)],
);
check("workloads", workloadName("a".repeat(40)), ["b", "1".repeat(10)], ["", "b".repeat(11), "a_b", "-a"]);
check(
  "identities",
  armId("Microsoft.ManagedIdentity/userAssignedIdentities"),
  [`/subscriptions/${GUID}/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i`],
  ["", GUID, `/subscriptions/${GUID}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v`],
);
check(
  "role names",
  roleName,
  ["a", "orders_reader+=,.@-1", "a".repeat(64)],
  ["", "a/b", "a b", "a:b", "é", "a".repeat(65)],
);
check(
  "role paths",
  rolePath,
  ["/", "/federated/", "/a/b!/", `/${"a".repeat(510)}/`],
  ["", "federated", "/federated", "federated/", "/a b/", "/é/", `/${"a".repeat(511)}/`],
);
check(
  "role descriptions",
  roleDescription,
  ["", "Reads orders.\n\tFrom Azure: Zürich", "a".repeat(1000)],
  ["a".repeat(1001), "日本", "a\u0007", "a\u0085"],
);
check(
  "source IPs",
  sourceIp,
  ["203.0.113.7", "203.0.113.0/24", "0.0.0.0/1", "2001:db8::1", "2001:db8::/32", "172.32.0.1", "100.128.0.1"],
  [
    "",
    "203.0.113",
    "203.0.113.7/33",
    "203.0.113.0/24/1",
    "203.0.113.0/",
    "2001:db8::/129",
    "fe80::1%eth0",
    "example.org",
    "0.0.0.0/0",
    "::/0",
    "10.1.2.3",
    "172.16.0.0/12",
    "192.168.1.0/24",
    "100.64.0.1",
    "169.254.169.254",
    "127.0.0.1",
    "::1",
    "fd00::1",
    "fe80::1",
  ],
);
check(
  "keys of tags",
  tagKey,
  ["team", "cost center:a/b=+-@_.", "größe", "a".repeat(128)],
  ["", "a".repeat(129), "aws:x", "AWS:x", "a*"],
);
check("values of tags", tagValue, ["", "orders", "a".repeat(256)], ["a".repeat(257), "a,b", "a\n"]);
