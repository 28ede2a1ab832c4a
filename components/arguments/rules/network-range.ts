import { isIP } from "node:net";

/** Where connections may come from: an IPv4 or IPv6 network (CIDR) or address, but not the whole internet. */
export function networkRange(value: string): readonly string[] {
  const [address = "", length, ...rest] = value.split("/");
  const family = isIP(address);
  const bits = length === undefined ? undefined : Number(length);
  if (
    family === 0 ||
    address.includes("%") ||
    rest.length > 0 ||
    (length !== undefined && !/^\d{1,3}$/.test(length)) ||
    (bits !== undefined && bits > (family === 4 ? 32 : 128))
  )
    return ["must be an IP network or address such as 198.51.100.0/24 or 198.51.100.7"];
  return bits === 0 ? ["is the whole internet: name the networks that your administrators come from"] : [];
}
