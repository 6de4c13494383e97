import type { ServiceAnswer } from "../../service-answer";
import type { ParameterStore } from "../parameter-store";

/** The JSON that a call brings. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** One operation of SSM. */
export type Operation = (store: ParameterStore, input: OperationInput) => ServiceAnswer;

/** What a call that went well is answered. */
export function answer(body: object): ServiceAnswer {
  return { status: 200, headers: {}, body };
}

/** @param type the error as the SDK names it */
export function refusal(type: string, message?: string): ServiceAnswer {
  return { status: 400, headers: {}, body: { __type: type, ...(message !== undefined && { message }) } };
}

/** What AWS says when a member that must be there is not. */
export function missing(member: string): ServiceAnswer {
  return refusal(
    "ValidationException",
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
