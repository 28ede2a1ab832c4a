/** What programs import of each package, by subpath: files below `dist`, without ending. */
export const ENTRIES = {
  federation: {
    ".": "components/index",
    "./trust": "trust/public",
    "./credential-helper": "credential-helper/index",
  },
  trust: {
    ".": "trust/public",
    "./policy-sources": "policy-sources/index",
  },
  lab: {
    ".": "lab/index",
  },
  credentials: {
    ".": "providers/javascript/index",
  },
  policyPack: {
    "./configuration": "policypack/configuration/index",
  },
} as const;
