/** A run without clouds and engine: each step changes a set of names, and can be disturbed at every moment. */
import type { AcceptanceWork } from "../../../../tools/acceptance/acceptance-work";
import type { OidcProvider } from "../../../../tools/acceptance/aws-account";
import { type Clouds, providerUse } from "../../../../tools/acceptance/clouds";
import { Interruptions } from "../../../../tools/acceptance/interruptions";
import {
  leftBucket,
  leftClientId,
  leftGroup,
  type LeftOver,
  type LeftOvers,
  leftProvider,
} from "../../../../tools/acceptance/left-over";
import type { Preflight } from "../../../../tools/acceptance/preflight";
import { type AcceptanceResult, runAcceptance } from "../../../../tools/acceptance/run-acceptance";
import { runNames } from "../../../../tools/acceptance/run-names";
import { WireLog } from "../../../../tools/acceptance/wire-log";
import { DemoFailure } from "../../../../tools/demo/step-runner";

/** A point of a run at which something can happen: before or after a change, or within a step that changes nothing. */
export type Moment = string;

/** What happens at a moment. */
export type Disturbance = "failure" | "interrupt";

/** How a run is set up. */
export interface FakeRunOptions {
  /** The account's provider. Default: none. */
  readonly provider?: OidcProvider;
  /** What happens when. Default: nothing. */
  readonly disturb?: Readonly<Record<Moment, Disturbance>>;
  readonly preflight?: Preflight;
  /** A client ID that others add to the run's own provider. Default: none. */
  readonly othersAdd?: string;
  /** A provider that somebody else creates before the run does. Default: none. */
  readonly othersCreate?: OidcProvider;
  /** What the first looks at what is left say, before they say what is true. Default: all say it. */
  readonly looks?: readonly LeftOvers[];
  /** Milliseconds. Default: a single look. */
  readonly patience?: number;
}

/** What a run left. */
export interface FakeRun {
  readonly result: AcceptanceResult;
  /** The moments that the run came to, in order. */
  readonly moments: readonly Moment[];
  /** What is in the clouds afterwards. */
  readonly cloud: readonly string[];
  /** Client IDs of the account's provider; absent if there is none. */
  readonly clientIds?: readonly string[];
}

export const AUDIENCE = "api://tenant/run";
export const PROVIDER_ARN = "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/tenant/";

export const NAMES = runNames("0123abcd");
const COUNT = { resources: 17, components: 7 };

/** Runs it. */
export async function fakeRun({
  provider,
  disturb = {},
  preflight,
  othersAdd,
  othersCreate,
  looks = [],
  patience = 0,
}: FakeRunOptions = {}): Promise<FakeRun> {
  const pending = [...looks];
  const interruptions = new Interruptions();
  const moments: Moment[] = [];
  const cloud = new Set<string>();
  const state = { provider, isKept: false };

  const at = (moment: Moment, signal?: AbortSignal): void => {
    moments.push(moment);
    if (disturb[moment] === "interrupt") {
      interruptions.interrupt();
    }
    if (disturb[moment] === "failure") {
      throw new DemoFailure(`failed ${moment}`);
    }
    signal?.throwIfAborted();
  };
  /** A change that can be disturbed before and after it happens. */
  const change = async (what: string, effect: () => void, signal?: AbortSignal): Promise<void> => {
    await Promise.resolve();
    at(`before: ${what}`, signal);
    effect();
    at(`after: ${what}`, signal);
  };
  const look = async (what: string, signal: AbortSignal): Promise<void> => {
    await Promise.resolve();
    at(`during: ${what}`, signal);
  };

  const clouds: Clouds = {
    oidcProvider: async () => {
      await Promise.resolve();
      at("during: look at the provider");
      return state.provider;
    },
    addClientId: async (arn, clientId) =>
      change("add client ID", () => {
        state.provider = {
          ...state.provider,
          arn,
          clientIds: [...(state.provider?.clientIds ?? []), clientId],
        };
      }),
    removeClientId: async (arn, removed) =>
      change("remove client ID", () => {
        const clientIds = state.provider?.clientIds.filter((clientId) => clientId !== removed) ?? [];
        state.provider = { ...state.provider, arn, clientIds };
      }),
    createBucket: async (name) => change(`create ${name}`, () => cloud.add(name)),
    deleteBucket: async (name) => change(`delete ${name}`, () => cloud.delete(name)),
    findLeft: async () => {
      await Promise.resolve();
      return pending.shift() ?? left(cloud, state.provider);
    },
  };
  const work: AcceptanceWork = {
    prepare: async ({ signal }) => {
      await look("prepare", signal);
      return { pulumi: "3.259.0", plugins: {} };
    },
    preflight: async ({ signal }) => {
      await look("preflight", signal);
      return preflight ?? { ran: true, checks: [{ id: "azure-login", outcome: "ok", found: "somebody" }] };
    },
    deploy: async (arn, { signal }) => {
      await change("create the group", () => cloud.add("group"), signal);
      await change(
        "create the provider",
        () => {
          if (othersCreate !== undefined) {
            state.provider = othersCreate;
            throw new DemoFailure("EntityAlreadyExists");
          }
          if (arn === undefined) {
            const clientIds = [AUDIENCE, ...(othersAdd === undefined ? [] : [othersAdd])];
            state.provider = { arn: PROVIDER_ARN, clientIds, run: NAMES.prefix };
          }
        },
        signal,
      );
      return COUNT;
    },
    checkDelivery: async ({ signal }) => {
      await look("delivery", signal);
      return { files: [], profiles: [] };
    },
    listBuckets: async ({ signal }) => {
      await look("listing", signal);
      return { byCli: [], byBoto3: [], callerArn: "" };
    },
    refuse: async ({ signal }) => {
      await look("refusals", signal);
      return [];
    },
    answerQuestions: async ({ signal }) => {
      await look("questions", signal);
      return { answers: [], unanswered: { audit: "no file" } };
    },
    previewInsecure: async ({ signal }) => {
      await look("insecure", signal);
      return { exitCode: 1, violations: [], rolesCreated: 0 };
    },
    updateAgain: async ({ signal }) => {
      await look("second update", signal);
      return COUNT;
    },
    keepOidcProvider: () => {
      state.isKept = true;
      return Promise.resolve();
    },
    destroy: async ({ signal }) => {
      await change("delete the group", () => cloud.delete("group"), signal);
      await change(
        "delete the provider",
        () => {
          // The state has what the run created.
          const isDeleted = state.provider?.run === NAMES.prefix && !state.isKept;
          state.provider = isDeleted ? undefined : state.provider;
        },
        signal,
      );
      return COUNT;
    },
    destroyCommands: () => ["pulumi destroy"],
  };
  const result = await runAcceptance({
    names: NAMES,
    audience: AUDIENCE,
    provider,
    clouds,
    work,
    wire: new WireLog(),
    interruptions,
    display: "nowhere",
    patience,
    pause: 1,
  });
  const { provider: after } = state;
  return {
    result,
    moments,
    cloud: [...cloud],
    ...(after === undefined ? {} : { clientIds: after.clientIds }),
  };
}

/** What a look at the clouds finds of the run. */
function left(cloud: ReadonlySet<string>, provider: OidcProvider | undefined): LeftOvers {
  const things: readonly LeftOver[] = [...cloud].map((name) =>
    name === "group" ? leftGroup(name, "subscription") : leftBucket(name),
  );
  if (provider === undefined) {
    return { found: things, unseen: [] };
  }
  const { isOurs, hasAudience, others } = providerUse(provider, NAMES, AUDIENCE);
  if (isOurs && others === 0) {
    return { found: [...things, leftProvider(provider.arn)], unseen: [] };
  }
  return {
    found: hasAudience ? [...things, leftClientId(provider.arn, AUDIENCE)] : things,
    unseen: [],
    ...(isOurs ? { sharedProvider: { arn: provider.arn, others } } : {}),
  };
}
