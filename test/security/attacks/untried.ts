/** Attacks that the matrix has not, and why. */
export const untried: readonly (readonly [attack: string, reason: string])[] = [
  [
    "`LD_PRELOAD`, `PATH` or `AWS_CONFIG_FILE` in the environment of the user's own processes",
    "whoever sets them is that user already, and could ask the metadata service himself",
  ],
  [
    "`AWS_CA_BUNDLE` with the attacker's authority, together with a proxy of his",
    "the same: the variable is there for private authorities, and is the user's own word for whom he trusts",
  ],
  [
    "a link planted between the installer's look and its write",
    "nobody but root can write in the folders that it has looked at before, nor change one above them; without that race " +
      "there is nothing to time, and with it the attacker is root",
  ],
  [
    "another answer in the name of 169.254.169.254",
    "it takes root on the machine, or the host below it; a token that is not Azure's is refused by AWS, which asks Entra " +
      "for the keys",
  ],
  [
    "a false answer to AWS when it fetches Entra's keys",
    "that connection is between AWS and Microsoft, by TLS; the lab has no part of it to attack",
  ],
  [
    "the attacker's page asks the metadata service through the browser of a user on the machine (DNS rebinding)",
    "the lab has no name service and no browser; the header that the page cannot send is tried above",
  ],
  [
    "a token of another tenant under a key that Entra uses for several tenants",
    "only Entra could sign one with the wrong issuer; the lab's tenants have keys of their own",
  ],
  [
    "`alg` of elliptic curves with a key of Entra's",
    "Entra publishes RSA keys alone; that such a token finds no key is tried above",
  ],
  [
    "the clock of AWS turned back, so that an expired token is good again",
    "nobody outside AWS has a way to it",
  ],
];
