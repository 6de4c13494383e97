/** A response of a query API. */
interface XmlAnswer {
  readonly status: number;
  readonly xml: string;
}

/** Results of a page of a simulation. */
const mostResults = 20;

const statusOf: Readonly<Record<string, number>> = { AccessDenied: 403, NoSuchEntity: 404 };

/**
 * Replaces IAM and STS. It rejects what IAM rejects in a simulation: the ARN of a session, roles that do not exist, and
 * patterns in the ARN of a resource.
 */
export class IamStandIn {
  caller = "arn:aws:iam::123456789012:user/ada";
  /** ARNs of the roles, by name. */
  readonly roles = new Map<string, string>();
  /** Decides a simulated action. A name of a context key means that the decision needs it. */
  simulated: (action: string, resource: string) => "allowed" | "implicitDeny" | { readonly needs: string } =
    () => "allowed";
  /** Context keys and values of the simulations. */
  readonly contexts: Record<string, string> = {};

  /** @param isDenied whether the caller lacks the permission for the call */
  answer(call: string, input: URLSearchParams, isDenied: boolean): XmlAnswer {
    if (isDenied) {
      return fail("AccessDenied", `User: ${this.caller} is not authorized to perform: iam:${call}`);
    }
    switch (call) {
      case "GetCallerIdentity":
        return succeed(call, `<Arn>${this.caller}</Arn><Account>${this.caller.split(":")[4]}</Account>`);
      case "GetRole": {
        const arn = this.roles.get(input.get("RoleName") ?? "");
        return arn === undefined
          ? fail("NoSuchEntity", "The role cannot be found.")
          : succeed(call, `<Role><Arn>${arn}</Arn></Role>`);
      }
      case "SimulatePrincipalPolicy":
        return this.#simulate(call, input);
      default:
        return fail("InvalidAction", `${call} is not valid`);
    }
  }

  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
  #simulate(call: string, input: URLSearchParams): XmlAnswer {
    const source = input.get("PolicySourceArn") ?? "";
    const list = (name: string) =>
      [...input].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
    const actions = list("ActionNames");
    const resources = list("ResourceArns");
    if (!/^arn:aws:iam::\d{12}:(user|role)\//.test(source)) {
      return fail(
        "InvalidInput",
        `Invalid Entity Arn: ${source} does not clearly define entity type and name.`,
      );
    }
    if (source.includes(":role/") && ![...this.roles.values()].includes(source)) {
      return fail("NoSuchEntity", `The role ${source} cannot be found.`);
    }
    if (actions.length === 0 || resources.some((arn) => arn !== "*" && /[*?]/.test(arn))) {
      return fail("InvalidInput", "Invalid Resource Arn");
    }
    for (const [key, name] of input) {
      if (/^ContextEntries\.member\.\d+\.ContextKeyName$/.test(key)) {
        this.contexts[name] = input.get(key.replace("ContextKeyName", "ContextKeyValues.member.1")) ?? "";
      }
    }
    const results = actions.flatMap((action) => resources.map((resource) => [action, resource] as const));
    const from = Number(input.get("Marker") ?? 0);
    const page = results.slice(from, from + mostResults).map(([one, other]) => this.#evaluate(one, other));
    const next = from + mostResults;
    const rest = next < results.length ? `<IsTruncated>true</IsTruncated><Marker>${next}</Marker>` : "";
    return succeed(call, `<EvaluationResults>${page.join("")}</EvaluationResults>${rest}`);
  }

  #evaluate(action: string, resource: string): string {
    const result = this.simulated(action, resource);
    const [decision, missing] =
      typeof result === "string"
        ? [result, ""]
        : ["implicitDeny", `<MissingContextValues><member>${result.needs}</member></MissingContextValues>`];
    return `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>${resource}</EvalResourceName><EvalDecision>${decision}</EvalDecision>${missing}</member>`;
  }
}

function succeed(call: string, result: string): XmlAnswer {
  return { status: 200, xml: `<${call}Response><${call}Result>${result}</${call}Result></${call}Response>` };
}

function fail(code: string, message: string): XmlAnswer {
  const error = `<Type>Sender</Type><Code>${code}</Code><Message>${message}</Message>`;
  return {
    status: statusOf[code] ?? 400,
    xml: `<ErrorResponse><Error>${error}</Error></ErrorResponse>`,
  };
}
