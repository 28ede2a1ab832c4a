import envPaths from "env-paths";

/**
 * The per-user folder for what is costly to get: the Pulumi CLI and the Python packages.
 * `$XDG_CACHE_HOME/azure-to-aws-federation` or `~/.cache/azure-to-aws-federation` on Linux,
 * `~/Library/Caches/azure-to-aws-federation` on macOS. It can be deleted at any time.
 */
export function defaultCacheDirectory(): string {
  return envPaths("azure-to-aws-federation", { suffix: "" }).cache;
}
