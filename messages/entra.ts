import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with values for Entra and Azure Resource Manager, and with Entra applications. */
export const ENTRA = new Catalog({
  "resource-in-other-subscription": entry({
    text: (kind: string, found: string, given: string) =>
      `the azure-native provider reads another subscription, where ${kind} of this name is ${found}; got ${json(given)}`,
    next: () => "Give the component a provider of the subscription in the ID",
  }),
  "forgotten-object": entry({
    text: (what: string, reason: string, _command: string) =>
      `${what} exists in Entra, but not in the Pulumi state. It was not removed (${reason})`,
    next: (_what: string, _reason: string, command: string) =>
      `If no other stack manages it, take it into the state, then run pulumi up again: ${command}`,
  }),
  "application-problem": entry({
    text: (what: string, _command: string) => what,
    next: (_what: string, command: string) => `Fix it: ${command}`,
  }),
});
