/** A certificate authority for the lab's TLS listeners. Each run creates a new one. */
import { KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";

/** What a TLS listener shows, in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Validity of certificates before and after now, in milliseconds: an hour, since clocks differ, and a day. */
const PAST = 3_600_000;
const FUTURE = 86_400_000;

/** An authority whose key never leaves this process. */
export class CertificateAuthority {
  private constructor(
    /** The authority's certificate in PEM: clients must trust it. */
    readonly certificate: string,
    private readonly name: string,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  /** @param name Common name of the authority, as clients show it. */
  static async create(name: string): Promise<CertificateAuthority> {
    const x509 = await loadLibrary();
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      ...validity(),
      name: `CN=${name}`,
      keys,
      signingAlgorithm: ALGORITHM,
      // Python >= 3.13 demands all of these (`VERIFY_X509_STRICT`).
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(certificate.toString("pem"), name, keys);
  }

  /**
   * A certificate for a server, with a new key.
   *
   * @param names DNS names, of which the first label may be `*`, and IP addresses
   */
  async issue(names: readonly string[]): Promise<ServerCertificate> {
    const x509 = await loadLibrary();
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      subject: `CN=${names[0] ?? ""}`,
      issuer: `CN=${this.name}`,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
      ],
    });
    const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" });
    return { key: key.toString(), cert: certificate.toString("pem") };
  }
}

/** Loads the library when it is needed, since it takes a tenth of a second. It expects `Reflect.getMetadata`. */
async function loadLibrary() {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - PAST), notAfter: new Date(now + FUTURE) };
}
