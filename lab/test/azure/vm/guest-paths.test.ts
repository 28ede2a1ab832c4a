import assert from "node:assert/strict";
import fc from "fast-check";
import { moveGuestPaths } from "../../../azure/vm/guest-paths";

const FOLDER = "/tmp/lab/vms/vm1";

describe("moveGuestPaths", () => {
  for (const [text, moved] of [
    ["/opt/azure-to-aws/x.py", "F/opt/azure-to-aws/x.py"],
    ["mkdir -p /opt", "mkdir -p F/opt"],
    ["install '/etc/azure-to-aws/config'", "install 'F/etc/azure-to-aws/config'"],
    ['cd "/home/azureuser"', 'cd "F/home/azureuser"'],
    ["credential_process=/opt/a/b --c /opt/d", "credential_process=F/opt/a/b --c F/opt/d"],
    ["PATH=/opt/bin:/home/x/bin:$PATH", "PATH=F/opt/bin:F/home/x/bin:$PATH"],
    ["export A=$(cat /etc/profile.d/x.sh)", "export A=$(cat F/etc/profile.d/x.sh)"],
    ["#!/opt/python", "#!F/opt/python"],
    ["(/opt/x)", "(F/opt/x)"],
    ["curl -d @/home/u/body", "curl -d @F/home/u/body"],
    ["is in /etc/profile.d. And in /home.", "is in F/etc/profile.d. And in F/home."],
    ["/var/lib/azure-to-aws;", "F/var/lib/azure-to-aws;"],
  ] as const) {
    it(`moves in ${text}`, () => {
      assert.equal(moveGuestPaths(text, FOLDER), moved.replaceAll("F", FOLDER));
    });
  }

  for (const text of [
    "https://example.org/opt/x",
    "file:///opt/x",
    "../opt/x",
    "./home/x",
    "~/opt/x",
    "$ROOT/opt/x",
    "${ROOT}/opt/x",
    '"$ROOT"/opt/x',
    '"${ROOT}"/opt/x',
    "$(pwd)/opt/x",
    "/usr/opt/x",
    "*/opt/x",
    "/etc/profile.day",
    "/etc/profile.d.bak",
    "/etc/profile",
    "/etc/azure-to-aws-other/x",
    "/etc/azure-to-aws.conf",
    "/optional",
    "/homes/x",
    "/opt_x",
    "/var/lib/other",
    "s/opt/x/",
    "word/opt/x",
  ]) {
    it(`leaves ${text} alone`, () => {
      assert.equal(moveGuestPaths(text, FOLDER), text);
    });
  }

  for (const folder of [
    "/home/me/.cache/lab/vms/vm1",
    "/opt/lab/vm-1",
    "/var/lib/azure-to-aws/vm1",
    FOLDER,
  ]) {
    it(`moves once what it moves twice, into ${folder} too`, () => {
      const piece = fc.constantFrom(
        "/opt/x",
        "/home",
        "/etc/profile.d/a.sh",
        "/etc/azure-to-aws",
        folder,
        `${folder}/opt`,
        `${folder}1`,
        " ",
        "'",
        '"',
        "=",
        ":",
        "/",
        "a",
        ".",
        "-",
        "$",
        "\n",
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
          const once = moveGuestPaths(pieces.join(""), folder);
          assert.equal(moveGuestPaths(once, folder), once);
        }),
        { seed: 7, numRuns: 2000 },
      );
    });
  }

  it("takes a machine with a longer name for another", () => {
    const folder = "/home/me/vm1";
    assert.equal(moveGuestPaths("/home/me/vm10/x", folder), "/home/me/vm1/home/me/vm10/x");
  });

  it("moves other paths where they are given, and those alone", () => {
    const moved = ["/mnt/s", "/home"];
    assert.equal(
      moveGuestPaths("/mnt/s/a /mnt/secret /opt/x /home", "/f", moved),
      "/f/mnt/s/a /mnt/secret /opt/x /f/home",
    );
    assert.equal(moveGuestPaths("/opt/x", "/f", []), "/opt/x");
  });

  for (const folder of ["/tmp/a b", "relative", "/tmp/$x", "/tmp/a'b", "/tmp/a;b", "/tmp/"]) {
    it(`refuses the folder ${folder}`, () => {
      assert.throws(() => moveGuestPaths("", folder), {
        message: `the lab cannot keep VMs in this folder. Expected an absolute path with only letters, digits, and _ @ + . / -; got ${JSON.stringify(folder)}`,
      });
    });
  }
});
