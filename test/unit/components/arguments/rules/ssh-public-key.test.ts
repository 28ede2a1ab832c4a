import assert from "node:assert/strict";
import { sshPublicKey } from "../../../../../components/arguments/rules/ssh-public-key";
import { ED25519_KEY, publicKey, rsaKey } from "../../ssh-keys";

describe("sshPublicKey", () => {
  it("takes the keys that Azure takes, with and without a comment", () => {
    assert.deepEqual(sshPublicKey(ED25519_KEY), []);
    assert.deepEqual(sshPublicKey(rsaKey(2048)), []);
    assert.deepEqual(sshPublicKey(`${rsaKey(4096)} somebody@example.com\n`), []);
  });

  it("refuses short RSA keys and says how short", () => {
    assert.deepEqual(sshPublicKey(rsaKey(1024)), ["must have at least 2048 bits, has 1024"]);
  });

  it("refuses types that Azure does not take", () => {
    const key = publicKey("ecdsa-sha2-nistp256", Buffer.alloc(65));
    assert.match(sshPublicKey(key)[0] ?? "", /begins with ssh-rsa or ssh-ed25519/);
    assert.match(sshPublicKey("a b")[0] ?? "", /begins with ssh-rsa or ssh-ed25519/);
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
      assert.match(sshPublicKey(broken)[0] ?? "", /is no complete ssh-/, broken);
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
      assert.deepEqual(sshPublicKey(path), [
        'must be the key itself, but is the path of a file; read it: readFileSync(path, "utf8")',
      ]);
    }
  });

  it("says where keys come from when the value is empty", () => {
    for (const empty of ["", " \n"]) {
      assert.match(
        sshPublicKey(empty)[0] ?? "",
        /^is empty: give an OpenSSH public key as sshPublicKey, or set one/,
      );
    }
  });

  it("refuses two keys in one value", () => {
    assert.match(
      sshPublicKey(`${ED25519_KEY}\n${ED25519_KEY}`)[0] ?? "",
      /one OpenSSH public key on one line/,
    );
  });

  it("refuses a private key and never repeats any of it", () => {
    const secret = "b3BlbnNzaC1rZXktdjE";
    for (const kind of ["OPENSSH ", "RSA ", ""]) {
      const problems = sshPublicKey(
        `-----BEGIN ${kind}PRIVATE KEY-----\n${secret}\n-----END ${kind}PRIVATE KEY-----\n`,
      );
      assert.deepEqual(problems, [
        "must be a public key, but is a private key; give the contents of the .pub file",
      ]);
    }
  });
});
