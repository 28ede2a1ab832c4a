/** SSH public keys of which nobody has the private part. */

/** Joins length-prefixed fields as RFC 4253, section 6.6, has them. */
export function publicKey(type: string, ...fields: readonly Buffer[]): string {
  const parts = [Buffer.from(type), ...fields].flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return `${type} ${Buffer.concat(parts).toString("base64")}`;
}

/** An RSA public key with a modulus of `bits` bits. */
export function rsaKey(bits: number): string {
  const modulus = Buffer.alloc(bits / 8 + 1, 0x55);
  modulus[0] = 0;
  modulus[1] = 0x80;
  return publicKey("ssh-rsa", Buffer.from([1, 0, 1]), modulus);
}

/** A public key that Azure takes. */
export const ED25519_KEY = `${publicKey("ssh-ed25519", Buffer.alloc(32, 7))} operator@example.com`;
