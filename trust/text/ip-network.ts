import { isIP } from "node:net";

/** An IP address, alone or with a prefix length (CIDR). */
export interface IpNetwork {
  readonly address: string;
  /** The prefix length, if there is one. */
  readonly length: number | undefined;
}

/** Reads an IPv4 or IPv6 address or network. An address with a zone is not accepted. */
export function ipNetwork(text: string): IpNetwork | undefined {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || rest.length > 0) {
    return undefined;
  }
  if (length === undefined) {
    return { address, length };
  }
  const bits = Number(length);
  return /^\d{1,3}$/.test(length) && bits <= (family === 4 ? 32 : 128)
    ? { address, length: bits }
    : undefined;
}
