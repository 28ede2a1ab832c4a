/** A CloudFormation template that cannot be read. The message says why, to be read after what it is about. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}
