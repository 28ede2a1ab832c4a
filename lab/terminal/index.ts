/** Words for a shell, scripts that start programs, and lines that fit a terminal. */
export { shellWord, writeLauncher } from "./shell";
export { terminalColumns, wrapped } from "./wrapped";
