/** The copy of a directory that answers Microsoft Graph: behind the one that is written. */
import type { Clock } from "../../clock";
import type { Application, AppRoleAssignment, ServicePrincipal } from "./directory-objects";
import { DirectoryReader } from "./directory-reader";
import { LaggingObjects, ReplicationLag, type ReplicationLagOptions } from "./replication-lag";

/** A copy that follows, some requests or some time later. */
export class DirectoryReplica extends DirectoryReader {
  readonly #lag: ReplicationLag;
  readonly #applications: LaggingObjects<Application>;
  readonly #servicePrincipals: LaggingObjects<ServicePrincipal>;
  readonly #assignments: LaggingObjects<AppRoleAssignment>;

  constructor(
    private readonly directory: DirectoryReader,
    options: ReplicationLagOptions,
    clock: Clock,
  ) {
    super();
    this.#lag = new ReplicationLag(options, clock);
    this.#applications = new LaggingObjects(this.#lag);
    this.#servicePrincipals = new LaggingObjects(this.#lag);
    this.#assignments = new LaggingObjects(this.#lag);
  }

  /** A request to Graph came. */
  count(): void {
    this.#lag.count();
  }

  override applications(): readonly Application[] {
    return this.#applications.show(this.directory.applications());
  }

  override servicePrincipals(): readonly ServicePrincipal[] {
    return this.#servicePrincipals.show(this.directory.servicePrincipals());
  }

  override assignments(): readonly AppRoleAssignment[] {
    return this.#assignments.show(this.directory.assignments());
  }

  /** An application was written; `before` is undefined for one that is created. */
  wroteApplication(id: string, before?: Application): void {
    this.#applications.wrote(id, before);
  }

  /** A service principal was written; `before` is undefined for one that is created. */
  wroteServicePrincipal(id: string, before?: ServicePrincipal): void {
    this.#servicePrincipals.wrote(id, before);
  }

  /** An assignment was written; `before` is undefined for one that is created. */
  wroteAssignment(id: string, before?: AppRoleAssignment): void {
    this.#assignments.wrote(id, before);
  }
}
