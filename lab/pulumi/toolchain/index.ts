/** Programs that the lab finds, downloads, or builds: the Pulumi CLI, language hosts, Node, and Python. */
export { ensureCachedProgram } from "./cached-program";
export { findExecutable, isExecutableFile } from "./executable-search";
export { ensureNode } from "./node-release";
export { type CachedPlugin, fillPluginCache } from "./plugin-cache";
export { pluginFolder } from "./plugin-search";
export { runProcessGroup } from "./process-group";
export { type ProvisioningOptions, type Report, withHeartbeat, type WorkContext } from "./provisioning";
export { ensurePulumiCli, type PulumiCli } from "./pulumi-cli";
export { pulumiVersion } from "./pulumi-cli-probe";
export { TESTED_PULUMI_VERSION } from "./pulumi-cli-source";
export { ensurePythonEnvironment, type PythonEnvironment } from "./python-environment";
export { generateSdk, type SdkLanguage } from "./sdk-generator";
export { prepareToolchain, type Toolchain } from "./toolchain";
export { defaultCacheDirectory, sourceFile } from "./toolchain-files";
export { provideYamlLanguageHost } from "./yaml-language-host";
