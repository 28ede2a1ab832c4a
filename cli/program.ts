/** How the program is called where this package is installed: npm puts it on nobody's PATH, and `--no` fetches no other one. */
export const PROGRAM = "npx --no azure-to-aws";
