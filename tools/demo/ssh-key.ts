import { generateKeyPairSync } from "node:crypto";

/**
 * A new SSH public key in OpenSSH's one-line form (RFC 4253 and RFC 8709), as an administrator would provide.
 * The private key is discarded: nobody logs in to the lab's VM.
 */
export function createSshKey(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  const blob = Buffer.concat([
    lengthPrefixed(Buffer.from("ssh-ed25519")),
    lengthPrefixed(Buffer.from(x, "base64url")),
  ]);
  return `ssh-ed25519 ${blob.toString("base64")} demo@lab`;
}

function lengthPrefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
