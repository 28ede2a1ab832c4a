/** The X.509 certificates in which Entra publishes its signing keys (`x5c`, and `x5t` over them). */
import { type KeyObject, randomBytes, sign } from "node:crypto";

/** What {@link selfSignedCertificate} writes into the certificate. */
export interface CertificateOptions {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  /** Common name of subject and issuer. */
  readonly commonName: string;
  /** Valid from this time on, in milliseconds since the epoch, for five years. */
  readonly notBefore: number;
}

const FIVE_YEARS = 5 * 365 * 24 * 3600 * 1000;

const TAG = { integer: 0x02, bitString: 0x03, null: 0x05, oid: 0x06, utf8: 0x0c, sequence: 0x30, set: 0x31 };
const GENERALIZED_TIME = 0x18;
const VERSION_3 = Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02]);
/** 1.2.840.113549.1.1.11, sha256WithRSAEncryption. */
const SHA256_WITH_RSA = Buffer.from("2a864886f70d01010b", "hex");
/** 2.5.4.3, commonName. */
const COMMON_NAME = Buffer.from("550403", "hex");

/**
 * A self-signed certificate (RFC 5280) in DER, with nothing but what a reader of `x5c` looks at.
 * Node can read certificates but not write them.
 */
export function selfSignedCertificate(options: CertificateOptions): Buffer {
  const algorithm = sequence(der(TAG.oid, SHA256_WITH_RSA), der(TAG.null, Buffer.alloc(0)));
  const name = sequence(
    der(TAG.set, sequence(der(TAG.oid, COMMON_NAME), der(TAG.utf8, Buffer.from(options.commonName)))),
  );
  // A serial number is a positive integer: the first bit must not be set.
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const body = sequence(
    VERSION_3,
    der(TAG.integer, serial),
    algorithm,
    name,
    sequence(time(options.notBefore), time(options.notBefore + FIVE_YEARS)),
    name,
    options.publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", body, options.privateKey);
  return sequence(body, algorithm, der(TAG.bitString, Buffer.concat([Buffer.from([0]), signature])));
}

function time(epochMilliseconds: number): Buffer {
  const digits = new Date(epochMilliseconds)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:T]/g, "");
  return der(GENERALIZED_TIME, Buffer.from(digits));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(TAG.sequence, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(size: number): Buffer {
  if (size < 0x80) {
    return Buffer.from([size]);
  }
  const hex = size.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
