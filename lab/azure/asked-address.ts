/** Under which addresses a client knows the lab's hosts: the public ones, or those of the lab's TLS listeners. */
import type { IncomingMessage } from "node:http";

/** Addresses on this machine by public host, such as `https://localhost:8443`, without a slash at the end. */
export type HostAddresses = Readonly<Record<string, string>>;

const ADDRESSES = new WeakMap<IncomingMessage, HostAddresses>();

/** Notes that a client has asked at an address on this machine, and so must be answered with such addresses. */
export function rememberAddresses(request: IncomingMessage, addresses: HostAddresses): void {
  ADDRESSES.set(request, addresses);
}

/** The address of a public host that an answer to this request names; without a slash at the end. */
export function addressOf(request: IncomingMessage, host: string): string {
  return ADDRESSES.get(request)?.[host] ?? `https://${host}`;
}

/** Replaces an address on this machine at the start of `text` by the public one that it plays. */
export function withPublicAddress(request: IncomingMessage, text: string): string {
  for (const [host, address] of Object.entries(ADDRESSES.get(request) ?? {})) {
    if (text.startsWith(`${address}/`)) {
      return `https://${host}${text.slice(address.length)}`;
    }
  }
  return text;
}
