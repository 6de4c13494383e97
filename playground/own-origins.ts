import type { BucketModel, FunctionModel, Log, StackModel } from "@kite-chat/stack-server";
import { starting } from "./output/sources";
import type { OwnHosts } from "./own-hosts";

/** Environment variable with the deployment's `allowedOrigins`, a JSON list. */
const variable = "ALLOWED_ORIGINS";

/**
 * Adds the run's own origins to every list of allowed origins, so that its page can connect and upload. Logs this
 * when the deployment has origins of its own.
 */
export function ownOriginsAdder(hosts: OwnHosts, log: Log) {
  let logged = "";
  return (stack: StackModel, { url }: { readonly url: string }): StackModel => {
    const own = hosts.origins(url);
    const declared = stack.functions.map(({ environment }) => environment[variable]).find(isRestricted) ?? "";
    const others = declared === "" ? [] : parse(declared).filter((origin) => !own.includes(origin));
    if (declared !== logged && others.length > 0) {
      const message = `The deployment allows only the origins ${others.join(", ")}. This run also allows its own page: ${own.join(", ")}.`;
      log({ level: "info", source: starting, message });
    }
    logged = declared;
    return {
      ...stack,
      functions: stack.functions.map((model) => withOriginsOfFunction(model, own)),
      buckets: stack.buckets.map((model) => withOriginsOfBucket(model, own)),
    };
  };
}

function withOriginsOfFunction(model: FunctionModel, own: readonly string[]): FunctionModel {
  const declared = model.environment[variable];
  return isRestricted(declared)
    ? {
        ...model,
        environment: { ...model.environment, [variable]: JSON.stringify(add(parse(declared), own)) },
      }
    : model;
}

function withOriginsOfBucket(model: BucketModel, own: readonly string[]): BucketModel {
  const corsRules = model.corsRules.map((rule) =>
    rule.allowedOrigins.includes("*") ? rule : { ...rule, allowedOrigins: add(rule.allowedOrigins, own) },
  );
  return { ...model, corsRules };
}

function isRestricted(declared: string | undefined): declared is string {
  return declared !== undefined && !parse(declared).includes("*");
}

function add(declared: readonly string[], own: readonly string[]): readonly string[] {
  return [...new Set([...declared, ...own])];
}

function parse(declared: string): readonly string[] {
  return JSON.parse(declared) as readonly string[];
}
