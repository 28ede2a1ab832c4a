/** Servers on the loopback address, and faults in what they answer. */
export { CertificateAuthority } from "./certificate-authority";
export { ConnectProxy } from "./connect-proxy";
export type { Fault, FaultRule, LaggingReads, Requested } from "./fault";
export { FaultInjector, type InjectedFault } from "./fault-injector";
export { LoopbackServer } from "./loopback-server";
