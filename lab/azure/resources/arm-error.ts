/** Refusals of Azure Resource Manager and of the resource providers behind it. */
import { withCode } from "../../../messages";
import { LAB } from "../../../messages/lab";
import type { ResourceId } from "./resource-id";

/** What some errors contain in addition to code and text. */
export interface ArmErrorExtras {
  /** The property at fault, where the provider names it. */
  readonly target?: string;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Errors behind the error, where ARM gives them. */
  readonly details?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * An error in ARM's envelope.
 *
 * @evidence documentation An error has a code, a message, and sometimes a target and details. Source: Azure Resource
 *   Manager, "Common deployment errors".
 */
export class ArmError extends Error {
  readonly target: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: ArmErrorExtras["details"];

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    extras: ArmErrorExtras = {},
  ) {
    super(message);
    this.name = "ArmError";
    this.target = extras.target;
    this.headers = extras.headers ?? {};
    this.details = extras.details;
  }

  /**
   * @evidence log A resource group that does not exist is 404 `ResourceGroupNotFound`. Source: pulumi/pulumi #3891.
   */
  static groupNotFound(name: string): ArmError {
    return new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
  }

  /**
   * @evidence recorded A resource that does not exist is 404 `ResourceNotFound` and names its group. Source:
   * Azure/azure-service-operator v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
   */
  static notFound({ type, names, resourceGroup }: ResourceId): ArmError {
    const [namespace = "", ...types] = type.split("/");
    const path = types.map((segment, index) => `${segment}/${names[index] ?? ""}`).join("/");
    return new ArmError(
      404,
      "ResourceNotFound",
      `The Resource '${namespace}/${path}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
  }

  /**
   * @evidence documentation A child of a resource that does not exist is 404 `ParentResourceNotFound`. Source: Azure
   *   Resource Manager, "Resolve errors for parent resources".
   */
  static parentNotFound(name: string): ArmError {
    return new ArmError(
      404,
      "ParentResourceNotFound",
      `Can not perform requested operation on nested resource. Parent resource '${name}' not found.`,
    );
  }

  /**
   * @evidence documentation A wrong value is 400 `InvalidParameter` with its property as the target. Source: "Common
   *   Windows virtual machine error messages", which serves Linux as well.
   */
  static invalidParameter(message: string, target: string): ArmError {
    return new ArmError(400, "InvalidParameter", message, { target });
  }

  /**
   * @evidence documentation A property that is fixed is 409 `PropertyChangeNotAllowed`. Source: "Common Windows
   *   virtual machine error messages".
   */
  static propertyChangeNotAllowed(property: string): ArmError {
    const message = `Changing property '${property}' is not allowed.`;
    return new ArmError(409, "PropertyChangeNotAllowed", message, { target: property });
  }

  /** Something that Azure does and the lab does not: the message says so, so that nobody takes it for Azure's answer. */
  static notInTheLab(what: string, how?: string): ArmError {
    return new ArmError(501, "NotInTheLab", withCode(LAB.say("lab-unsupported", what, how)));
  }

  /** The `error` member of an answer or of an operation's status. */
  body(): Record<string, unknown> {
    const target = this.target === undefined ? {} : { target: this.target };
    const details = this.details === undefined ? {} : { details: this.details };
    return { code: this.code, message: this.message, ...target, ...details };
  }
}
