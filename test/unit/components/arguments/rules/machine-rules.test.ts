import assert from "node:assert/strict";
import type { Rule } from "../../../../../components/arguments/argument-rule";
import { armId } from "../../../../../components/arguments/rules/arm-id";
import { availabilityZone } from "../../../../../components/arguments/rules/availability-zone";
import { azureTagName, azureTagValue } from "../../../../../components/arguments/rules/azure-tag";
import { cloudInit } from "../../../../../components/arguments/rules/cloud-init";
import { helperFolder } from "../../../../../components/arguments/rules/helper-folder";
import { imageId, isManagedImage } from "../../../../../components/arguments/rules/image-id";
import { imagePart } from "../../../../../components/arguments/rules/image-part";
import { linuxUser } from "../../../../../components/arguments/rules/linux-user";
import { networkRange } from "../../../../../components/arguments/rules/network-range";

const GROUP = "/subscriptions/s/resourceGroups/g/providers";
const COMPUTE = `${GROUP}/Microsoft.Compute`;

const RULES: readonly (readonly [string, Rule<string>, readonly string[], readonly string[]])[] = [
  [
    "IDs of a resource inside another",
    armId("Microsoft.Network/virtualNetworks/subnets"),
    [
      `${GROUP}/Microsoft.Network/virtualNetworks/n/subnets/s`,
      `${GROUP}/microsoft.network/VIRTUALNETWORKS/n/subnets/s`,
    ],
    [`${GROUP}/Microsoft.Network/virtualNetworks/n`, `${GROUP}/Microsoft.Network/virtualNetworks/subnets/s`],
  ],
  ["availability zones", availabilityZone, ["1", "2", "3"], ["0", "4", "", "westeurope-1"]],
  ["names of Azure tags", azureTagName, ["team", "cost centre", "ä:b"], ["", "a/b", "a?b", "a".repeat(513)]],
  ["values of Azure tags", azureTagValue, ["", "a/b<c>", "a".repeat(256)], ["a".repeat(257)]],
  [
    "cloud-init",
    cloudInit,
    ["#cloud-config\n{}\n", "#!/bin/sh\ndate\n", "Content-Type: multipart/mixed", "## template: jinja\n"],
    ["", "packages: [jq]", "# cloud-config", `#!${"a".repeat(65_534)}`],
  ],
  [
    "folders of the helper",
    helperFolder,
    ["/opt/azure-to-aws", "/opt/company/aws", "/usr/local/lib/aws", "/homes/aws"],
    ["opt/aws", "/opt/a b", "/opt/../home", "/home/app", "/root", "/tmp/aws", "/var/tmp/aws", "/"],
  ],
  [
    "IDs of images",
    imageId,
    [
      `${COMPUTE}/images/a`,
      `${COMPUTE}/galleries/g/images/a`,
      `${COMPUTE}/galleries/g/images/a/versions/1.0.0`,
    ],
    [`${COMPUTE}/galleries/g`, "Canonical:ubuntu-24_04-lts:server:latest", "/CommunityGalleries/g/Images/a"],
  ],
  [
    "parts of a marketplace image",
    imagePart,
    ["Canonical", "ubuntu-24_04-lts", "12-gen2"],
    ["", "a b", "-a", "a/b"],
  ],
  [
    "Linux users",
    linuxUser,
    ["root", "admin", "_apt", "a-b_c1"],
    ["", "Root", "1a", "a.b", "a b", "a".repeat(33)],
  ],
  [
    "networks of administrators",
    networkRange,
    ["198.51.100.0/24", "198.51.100.7", "10.0.0.0/8", "2001:db8::/48", "2001:db8::1"],
    [
      "",
      "*",
      "Internet",
      "0.0.0.0/0",
      "::/0",
      "198.51.100.0/33",
      "2001:db8::/129",
      "a.b.c.d/8",
      "1.2.3.4/8/8",
    ],
  ],
];

for (const [what, rule, right, wrong] of RULES) {
  describe(`rule for ${what}`, () => {
    for (const value of right) {
      it(`takes ${JSON.stringify(value.slice(0, 80))}`, () => {
        assert.deepEqual(rule(value), []);
      });
    }
    for (const value of wrong) {
      it(`refuses ${JSON.stringify(value.slice(0, 80))}`, () => {
        assert.equal(rule(value).length, 1);
      });
    }
  });
}

describe("isManagedImage", () => {
  it("tells a managed image from one in a gallery", () => {
    assert.equal(isManagedImage(`${COMPUTE}/images/a`), true);
    assert.equal(isManagedImage(`${COMPUTE}/galleries/g/images/a`), false);
  });
});
