/**
 * Makes Go use the modules of a folder, which is laid out as a module proxy, and the public proxy for all others.
 *
 * Source: Go, "Go Modules Reference", GOPROXY protocol.
 *
 * @param folder - The folder of the proxy.
 * @param modules - The modules in it. The public checksum database does not know them.
 * @param publicProxy - Where all others are, or `off`.
 */
export function goEnvironment(
  folder: string,
  modules: readonly string[],
  publicProxy: string,
): Readonly<Record<string, string>> {
  return { GOPROXY: `file://${folder},${publicProxy}`, GONOSUMDB: modules.join(","), GOFLAGS: "-mod=mod" };
}
