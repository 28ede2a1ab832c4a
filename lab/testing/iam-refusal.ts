import type { FaultRule } from "../http/fault";

/** An answer of IAM's that refuses, as the SDKs read it. */
export function iamRefusal(status: number, code: string, message: string): FaultRule["fault"] {
  const body =
    `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { kind: "answer", answer: { status, headers: { "content-type": "text/xml" }, body } };
}
