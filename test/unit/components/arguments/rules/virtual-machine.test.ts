import assert from "node:assert/strict";
import type { Rule } from "../../../../../components/arguments/argument-rule";
import { armId, azureTagName, azureTagValue } from "../../../../../components/arguments/rules/azure";
import {
  cloudInit,
  image,
  isManagedImage,
  linuxUser,
  sshPublicKey,
} from "../../../../../components/arguments/rules/virtual-machine";
import { withCode } from "../../../../../messages";
import { ED25519_KEY, publicKey, rsaKey } from "../../ssh-keys";

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
  ["names of Azure tags", azureTagName, ["team", "cost centre", "ä:b"], ["", "a/b", "a?b", "a".repeat(513)]],
  ["values of Azure tags", azureTagValue, ["", "a/b<c>", "a".repeat(256)], ["a".repeat(257)]],
  [
    "cloud-init",
    cloudInit,
    ["#cloud-config\n{}\n", "#!/bin/sh\ndate\n", "Content-Type: multipart/mixed", "## template: jinja\n"],
    ["", "packages: [jq]", "# cloud-config", `#!${"a".repeat(65_534)}`],
  ],
  [
    "images",
    image,
    [
      "Canonical:ubuntu-24_04-lts:server:latest",
      "Debian:debian-12:12-gen2:0.20260112.2355",
      `${COMPUTE}/images/a`,
      `${COMPUTE}/galleries/g/images/a`,
      `${COMPUTE}/galleries/g/images/a/versions/1.0.0`,
    ],
    [
      "",
      "Ubuntu2404",
      "Debian:debian-12:12-gen2",
      "Debian:debian-12:12-gen2:latest:plan",
      "Debian:debian 12:12-gen2:latest",
      "Debian:-a:12-gen2:latest",
      "Debian::12-gen2:latest",
      `${COMPUTE}/galleries/g`,
      "/CommunityGalleries/g/Images/a",
    ],
  ],
  [
    "Linux users",
    linuxUser,
    ["root", "admin", "_apt", "a-b_c1"],
    ["", "Root", "1a", "a.b", "a b", "a".repeat(33)],
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

describe("sshPublicKey", () => {
  it("takes the keys that Azure takes, with and without a comment", () => {
    assert.deepEqual(sshPublicKey(ED25519_KEY), []);
    assert.deepEqual(sshPublicKey(rsaKey(2048)), []);
    assert.deepEqual(sshPublicKey(`${rsaKey(4096)} somebody@example.com\n`), []);
  });

  it("refuses short RSA keys and says how short", () => {
    assert.deepEqual(sshPublicKey(rsaKey(1024)).map(withCode), [
      "SSH key too short. Expected at least 2048 bits; got 1024 [ssh-key-short]",
    ]);
  });

  it("refuses types that Azure does not take", () => {
    const key = publicKey("ecdsa-sha2-nistp256", Buffer.alloc(65));
    assert.match(
      sshPublicKey(key)[0]?.text ?? "",
      /invalid SSH key\. Expected an OpenSSH public key that starts with ssh-rsa or ssh-ed25519, which Azure accepts/,
    );
    assert.match(
      sshPublicKey("a b")[0]?.text ?? "",
      /invalid SSH key\. Expected an OpenSSH public key that starts with ssh-rsa or ssh-ed25519, which Azure accepts/,
    );
  });

  it("refuses keys that were cut, changed or put under another type", () => {
    for (const broken of [
      ED25519_KEY.slice(0, 40),
      "ssh-ed25519",
      `ssh-rsa ${ED25519_KEY.split(" ")[1] ?? ""}`,
      publicKey("ssh-ed25519", Buffer.alloc(31)),
      publicKey("ssh-rsa", Buffer.alloc(3)),
      "ssh-rsa !!!!",
    ]) {
      assert.match(
        sshPublicKey(broken)[0]?.text ?? "",
        /^incomplete ssh-\S+ public key: it was cut or changed$/,
        broken,
      );
    }
  });

  it("says what to do with the path of a key file", () => {
    for (const path of [
      "~/.ssh/id_ed25519.pub",
      "/home/me/.ssh/id_rsa",
      "./key",
      "C:\\keys\\id.pub",
      "id_rsa.pub",
    ]) {
      assert.deepEqual(sshPublicKey(path).map(withCode), [
        'must be the key itself, not the path of a file. Read the file: readFileSync(path, "utf8") [ssh-key-path]',
      ]);
    }
  });

  it("says where keys come from when the value is empty", () => {
    for (const empty of ["", " \n"]) {
      assert.match(sshPublicKey(empty)[0]?.text ?? "", /required SSH key is missing/);
    }
  });

  it("refuses two keys in one value", () => {
    assert.match(
      sshPublicKey(`${ED25519_KEY}\n${ED25519_KEY}`)[0]?.text ?? "",
      /one OpenSSH public key on one line/,
    );
  });

  it("refuses a private key and never repeats any of it", () => {
    const secret = "b3BlbnNzaC1rZXktdjE";
    for (const kind of ["OPENSSH ", "RSA ", ""]) {
      const problems = sshPublicKey(
        `-----BEGIN ${kind}PRIVATE KEY-----\n${secret}\n-----END ${kind}PRIVATE KEY-----\n`,
      );
      assert.deepEqual(problems.map(withCode), [
        "must be a public key, not a private key. Use the contents of the .pub file [ssh-key-private]",
      ]);
    }
  });
});
