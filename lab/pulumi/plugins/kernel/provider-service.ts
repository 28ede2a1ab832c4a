/** The plugin as the engine sees it: the gRPC service `pulumirpc.ResourceProvider`. */
import type { handleUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { NamingRequest } from "./auto-name";
import { InitializationError, VanishedError } from "./cloud-error";
import { toDiffResponse } from "./diff-message";
import { fromStruct, toCheckFailures, toStruct, unary } from "./grpc-messages";
import type { Kernel } from "./kernel";
import { packageSchema } from "./package-schema";
import type { Deed, Wording } from "./plugin";

/** Calls of the service by their names. */
type Calls = Partial<IResourceProviderServer>;

/** The handlers of the service for one kernel. Calls that the lab has no use for answer "unimplemented". */
export function providerService<Client>(kernel: Kernel<Client>): IResourceProviderServer {
  return {
    ...pluginCalls(kernel),
    ...judgingCalls(kernel),
    ...resourceCalls(kernel),
  } as Calls as IResourceProviderServer;
}

/** What concerns no resource. */
function pluginCalls<Client>(kernel: Kernel<Client>): Calls {
  const { plugin } = kernel;
  const { wording } = plugin;
  return {
    getPluginInfo: direct(() => new PluginInfo().setVersion(plugin.types.version)),
    getSchema: direct(() => {
      const schema = packageSchema(plugin.name, plugin.types);
      return new messages.GetSchemaResponse().setSchema(JSON.stringify(schema));
    }),
    attach: direct(() => new Empty()),
    checkConfig: direct((request: messages.CheckRequest) => {
      const failures = toCheckFailures(kernel.checkConfig(fromStruct(request.getNews())));
      return new messages.CheckResponse().setInputs(request.getNews()).setFailuresList(failures);
    }),
    diffConfig: direct(() =>
      new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE),
    ),
    configure: direct((request: messages.ConfigureRequest) => {
      kernel.configure(fromStruct(request.getArgs()));
      // Secrets are not accepted, so that the engine hands over plain values and itself keeps marks on them.
      return new messages.ConfigureResponse()
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    }),
    invoke: unary(
      async (request: messages.InvokeRequest) => {
        const result = await kernel.invoke(request.getTok(), fromStruct(request.getArgs()));
        return new messages.InvokeResponse().setReturn(toStruct(result));
      },
      ({ message }, request) =>
        wording.functionFailure?.(message, request.getTok()) ?? wording.failure(message),
    ),
    cancel: direct(() => {
      kernel.cancel();
      return new Empty();
    }),
  };
}

/** What is answered without the cloud: whether inputs are good, and what a change of them means. */
function judgingCalls<Client>(kernel: Kernel<Client>): Calls {
  return {
    check: direct(async (request: messages.CheckRequest) => {
      const olds = request.hasOlds() ? fromStruct(request.getOlds()) : undefined;
      const naming = toNamingRequest(request.getAutonaming());
      const context = {
        urn: request.getUrn(),
        randomSeed: request.getRandomseed_asU8(),
        ...(naming === undefined ? {} : { naming }),
      };
      const { inputs, failures } = await kernel.check(context, olds, fromStruct(request.getNews()));
      return new messages.CheckResponse()
        .setInputs(toStruct(inputs))
        .setFailuresList(toCheckFailures(failures));
    }),
    diff: direct((request: messages.DiffRequest) => {
      const about = { urn: request.getUrn(), ignoreChanges: request.getIgnorechangesList() };
      const known = { inputs: fromStruct(request.getOldInputs()), state: fromStruct(request.getOlds()) };
      return toDiffResponse(kernel.diff(about, known, fromStruct(request.getNews())));
    }),
  };
}

/** What reads or changes a resource in the cloud. */
function resourceCalls<Client>(kernel: Kernel<Client>): Calls {
  const { wording } = kernel.plugin;
  return {
    create: change(wording, "creating", async (request: messages.CreateRequest) => {
      const about = { urn: request.getUrn(), timeout: request.getTimeout() };
      const inputs = fromStruct(request.getProperties());
      if (request.getPreview()) {
        return new messages.CreateResponse().setProperties(toStruct(kernel.previewCreate(about, inputs)));
      }
      const { id, outputs } = await kernel.create(about, inputs);
      return new messages.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),
    read: unary(
      async (request: messages.ReadRequest) => {
        const known = request.hasInputs()
          ? { inputs: fromStruct(request.getInputs()), state: fromStruct(request.getProperties()) }
          : undefined;
        const found = await kernel.read({ urn: request.getUrn() }, request.getId(), known);
        if (found === undefined) {
          return new messages.ReadResponse();
        }
        return new messages.ReadResponse()
          .setId(request.getId())
          .setInputs(toStruct(found.inputs))
          .setProperties(toStruct(found.outputs));
      },
      ({ message }) => wording.failure(message),
    ),
    update: change(wording, "updating", async (request: messages.UpdateRequest) => {
      const about = {
        urn: request.getUrn(),
        timeout: request.getTimeout(),
        ignoreChanges: request.getIgnorechangesList(),
      };
      const known = { inputs: fromStruct(request.getOldInputs()), state: fromStruct(request.getOlds()) };
      const news = fromStruct(request.getNews());
      const outputs = request.getPreview()
        ? kernel.previewUpdate(about, known, news)
        : await kernel.update(about, request.getId(), known, news);
      return new messages.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: change(wording, "deleting", async (request: messages.DeleteRequest) => {
      const known = {
        inputs: fromStruct(request.getOldInputs()),
        state: fromStruct(request.getProperties()),
      };
      await kernel.delete({ urn: request.getUrn(), timeout: request.getTimeout() }, request.getId(), known);
      return new Empty();
    }),
  };
}

/** A call whose errors are shown as they are. */
function direct<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return unary(handle, ({ message }) => message);
}

/** A call that changes a resource. */
function change<Request extends { getUrn(): string }, Response>(
  wording: Wording,
  deed: Deed,
  handle: (request: Request) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return unary(handle, (error, request) => {
    const { message } = error;
    // What the bridge says itself comes as it is.
    if (error instanceof VanishedError) {
      return message;
    }
    const isKept = error instanceof InitializationError || deed === "deleting";
    return (
      (isKept ? wording.changeFailure?.(message, deed, request.getUrn()) : undefined) ??
      wording.failure(message)
    );
  });
}

function toNamingRequest(
  options: messages.CheckRequest.AutonamingOptions | undefined,
): NamingRequest | undefined {
  if (options === undefined) {
    return undefined;
  }
  const modes = messages.CheckRequest.AutonamingOptions.Mode;
  const mode =
    options.getMode() === modes.DISABLE
      ? "disable"
      : options.getMode() === modes.ENFORCE
        ? "enforce"
        : "propose";
  return { mode, proposedName: options.getProposedName() };
}
