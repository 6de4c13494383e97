import type { InvocationModel } from "../model";
import type { ResourceReader, StackReader } from "../stack-reader";
import { parseFunctionReference } from "./function-names";
import type { FunctionCatalog } from "./functions";

/** Reads `aws_lambda_invocation`. @throws StackError when the function or the qualifier does not exist */
export function readInvocations(reader: StackReader, functions: FunctionCatalog): readonly InvocationModel[] {
  return reader.keepServed(reader.served(reader.readAll(invocationReader)), (invocation) =>
    functions.need(qualified(invocation), invocation.address),
  );
}

const invocationReader: ResourceReader<InvocationModel> = {
  type: "aws_lambda_invocation",
  key: "id",
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation
  read: (attributes, address) => ({
    address,
    functionName: attributes.text("function_name"),
    qualifier: attributes.optionalText("qualifier") ?? "$LATEST",
    input: attributes.optionalJsonText("input") ?? attributes.text("input"),
    lifecycleScope: attributes.optionalChoice("lifecycle_scope", ["CREATE_ONLY", "CRUD"]) ?? "CREATE_ONLY",
    terraformKey: attributes.optionalText("terraform_key") ?? "tf",
  }),
};

function qualified({ functionName, qualifier }: InvocationModel): string {
  return parseFunctionReference(functionName).qualifier === undefined
    ? `${functionName}:${qualifier}`
    : functionName;
}
