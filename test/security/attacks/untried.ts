/** Attacks that the matrix does not have, and why. */
export const untried: readonly (readonly [attack: string, reason: string])[] = [
  [
    "`LD_PRELOAD`, `PATH`, or `AWS_CONFIG_FILE` in the environment of the user's own processes",
    "Anyone who sets them already acts as that user, and could ask the metadata service directly.",
  ],
  [
    "`AWS_CA_BUNDLE` with the attacker's authority, together with the attacker's proxy",
    "Only that user can set it. The variable exists for private authorities, and the user decides which ones to trust.",
  ],
  [
    "a link planted between the installer's check and its write",
    "Only root can write in the folders that the installer has checked, or change a parent. Without root, there is no race " +
      "to time.",
  ],
  [
    "a false answer from 169.254.169.254",
    "It takes root on the VM, or control of its host. AWS refuses a token that Azure did not sign, because it gets the keys " +
      "from Entra.",
  ],
  [
    "a false answer to AWS when it fetches Entra's keys",
    "That connection runs between AWS and Microsoft, with TLS. The lab has no part of it.",
  ],
  [
    "a web page that calls the metadata service through a browser on the VM (DNS rebinding)",
    "The lab has no name service and no browser. Such a page cannot send the header, and the matrix tries requests without it.",
  ],
  [
    "a token of another tenant, signed with a key that Entra uses for several tenants",
    "Only Entra could sign one with the wrong issuer. Each tenant of the lab has separate keys.",
  ],
  [
    "an elliptic-curve `alg` with a key of Entra",
    "Entra publishes only RSA keys. The matrix tries such a token, which finds no key.",
  ],
  [
    "the clock of AWS set back, so that an expired token is valid again",
    "Nobody outside AWS can change that clock.",
  ],
];
