/** Decides which audience and subject a corrected trust policy can name, and where it needs a placeholder. */
import {
  type CreatedProvider,
  type KnownClaims,
  recognizeEntraIssuer,
  type TrustGrant,
} from "../../../trust";
import type { EstateIndex, KnownApplication } from "./estate-index";

/** How many candidates a placeholder names. */
const MOST_CANDIDATES = 3;

/** The longest name in a placeholder. */
const LONGEST = 60;

/**
 * The values that a correction fills in: those that the policy and the estate prove, and otherwise placeholders with candidates.
 * The audience is proved if all statements for the provider demand the same one. The subject is proved if the application of this
 * audience requires an assignment, and only one identity has one: nobody else gets a token. An identity that is merely the only
 * one of the tenant proves nothing.
 */
export class KnownValues {
  readonly #index: EstateIndex;
  /** Placeholders by their candidates: the roles of a large company share them. */
  readonly #placeholders = new Map<string, string>();

  constructor(index: EstateIndex) {
    this.#index = index;
  }

  /**
   * What is known for the providers of a role.
   *
   * @param providers - Those of the role's account.
   */
  of(grants: readonly TrustGrant[], providers: readonly CreatedProvider[]): readonly KnownClaims[] {
    return [...new Set(grants.map(({ provider }) => provider))].flatMap((provider): KnownClaims[] => {
      const version = recognizeEntraIssuer(provider)?.tokenVersion;
      if (version === undefined) {
        return [];
      }
      const listed = providers.find(({ name }) => name === provider)?.clientIds ?? [];
      const demanded = demandedAudience(grants.filter((grant) => grant.provider === provider));
      const audience = demanded ?? this.#audiences(listed, provider, version);
      const subject =
        version === 1
          ? this.#subject(demanded, listed, provider)
          : this.#clients(demanded === undefined ? [] : [demanded], provider);
      return audience === undefined && subject === undefined
        ? []
        : [
            {
              provider,
              ...(audience === undefined ? {} : { audience }),
              ...(subject === undefined ? {} : { subject }),
            },
          ];
    });
  }

  #audiences(listed: readonly string[], provider: string, version: 1 | 2): string | undefined {
    const what = version === 1 ? "application ID URI" : "client ID of the managed identity";
    const named = listed.map((clientId) => {
      const name = this.#index.applicationOf(clientId, provider)?.name;
      return name === undefined || name === clientId ? clientId : `${clientId} of ${name}`;
    });
    return this.#placeholder(what, "the provider lists", named);
  }

  /** With tokens of version 1: who is assigned to the application of the audience, or to those that the provider lists. */
  #subject(demanded: string | undefined, listed: readonly string[], provider: string): string | undefined {
    const applications = (demanded === undefined ? listed : [demanded])
      .map((audience) => this.#index.applicationOf(audience, provider))
      .filter((application) => application !== undefined);
    const [application] = applications;
    const assigned = [...new Set(applications)].flatMap((one) => this.#index.assignmentsOf(one));
    const principals = [...new Map(assigned.map((one) => [one.principalId, one])).values()];
    const [only] = principals;
    if (
      demanded !== undefined &&
      application !== undefined &&
      only?.principalType === "ServicePrincipal" &&
      principals.length === 1 &&
      this.#isClosed(application)
    ) {
      return only.principalId;
    }
    return this.#principals(
      principals
        .filter(({ principalType }) => principalType === "ServicePrincipal")
        .map(({ principalId }) => principalId),
      "assigned to the application",
    );
  }

  /** With tokens of version 2, the audience is the client ID of the identity. A person can have got the token with it, too. */
  #clients(demanded: readonly string[], provider: string): string | undefined {
    return this.#principals(
      demanded.flatMap(
        (clientId) => this.#index.applicationOf(clientId, provider)?.servicePrincipal?.id ?? [],
      ),
      "with this client ID",
    );
  }

  /** Whether only those that the input shows get tokens for an application. */
  #isClosed({ servicePrincipal, tenant }: KnownApplication): boolean {
    return (
      servicePrincipal?.appRoleAssignmentRequired === true &&
      this.#index.has("entra", tenant, "app-role-assignments")
    );
  }

  #principals(ids: readonly string[], why: string): string | undefined {
    const named = ids.map((id) => {
      const name = this.#index.identity(id)?.name;
      return name === undefined ? id : `${id} of ${name}`;
    });
    return this.#placeholder("principal ID of the managed identity", why, named);
  }

  #placeholder(what: string, why: string, candidates: readonly string[]): string | undefined {
    if (candidates.length === 0) {
      return undefined;
    }
    const more = candidates.length - MOST_CANDIDATES;
    const shown = candidates.slice(0, MOST_CANDIDATES).map(harmless).join(" or ");
    const text = `<${what}; ${why}: ${shown}${more > 0 ? ` or ${more} more` : ""}>`;
    const known = this.#placeholders.get(text);
    this.#placeholders.set(text, known ?? text);
    return known ?? text;
  }
}

/** The one audience that all statements of a provider demand. */
function demandedAudience(grants: readonly TrustGrant[]): string | undefined {
  const audiences = new Set(
    grants.flatMap(({ audience }): readonly (string | undefined)[] =>
      audience.kind === "exact" ? audience.values : [undefined],
    ),
  );
  const [audience] = audiences;
  return audiences.size === 1 ? audience : undefined;
}

/** A name that neither ends the placeholder nor means something in a policy. */
function harmless(name: string): string {
  const text = name.replace(/[<>*?${}]/g, "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
