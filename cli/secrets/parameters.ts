import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  paginateDescribeParameters,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { explained, ifThere } from "../aws-clients";

/** `GetParameters` takes so many names: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const mostNames = 10;

/** A parameter without its value. */
export interface ParameterFacts {
  readonly name: string;
  readonly version: number | undefined;
  readonly changed: Date | undefined;
}

/** The parameters of a region. Values go in and are compared; none is ever printed. */
export class Parameters {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  /** The value of a parameter, `undefined` when there is none. */
  async find(name: string): Promise<string | undefined> {
    const answer = this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return (await explained(ifThere(answer, absent), refused(name)))?.Parameter?.Value;
  }

  /** Returns the value of a parameter. Makes a SecureString where there is none, and never replaces one. */
  async findOrMake(name: string, makeValue: () => string): Promise<string> {
    const found = await this.find(name);
    if (found !== undefined) {
      return found;
    }
    const value = makeValue();
    const parameter = { Name: name, Value: value, Type: "SecureString", Overwrite: false } as const;
    const made = this.#client.send(new PutParameterCommand(parameter));
    const answer = await explained(ifThere(made, "ParameterAlreadyExists"), refused(name));
    // Another call at the same moment has made it.
    return answer ? value : ((await this.find(name)) ?? value);
  }

  /** Sets a SecureString, new or not. @returns its version */
  async put(name: string, value: string): Promise<number | undefined> {
    const parameter = { Name: name, Value: value, Type: "SecureString", Overwrite: true } as const;
    return (await explained(this.#client.send(new PutParameterCommand(parameter)), refused(name))).Version;
  }

  /** Takes a parameter away, with its older versions. @returns whether it was there */
  async delete(name: string): Promise<boolean> {
    const answer = this.#client.send(new DeleteParameterCommand({ Name: name }));
    return (await explained(ifThere(answer, absent), refused(name))) !== undefined;
  }

  /** Every parameter whose name holds a text. */
  async search(text: string): Promise<readonly ParameterFacts[]> {
    const filter = { Key: "Name", Option: "Contains", Values: [text] };
    const pages = paginateDescribeParameters({ client: this.#client }, { ParameterFilters: [filter] });
    const read = async () => {
      const found: ParameterFacts[] = [];
      for await (const { Parameters: parameters = [] } of pages) {
        for (const { Name: name = "", Version: version, LastModifiedDate: changed } of parameters) {
          found.push({ name, version, changed });
        }
      }
      return found;
    };
    return explained(read(), refused(text));
  }

  /**
   * Those of the names that hold a value. One that may not be read is passed over: a sandbox or another deployment in
   * the account may have its own operators.
   */
  async holding(value: string, names: readonly string[]): Promise<readonly string[]> {
    const holding: string[] = [];
    for (let from = 0; from < names.length; from += mostNames) {
      const values = await this.#values(names.slice(from, from + mostNames));
      holding.push(...values.flatMap(([name, found]) => (found === value ? [name] : [])));
    }
    return holding;
  }

  /** One name that may not be read has the whole call refused, so each is asked for alone then. */
  async #values(names: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const answer = this.#client.send(new GetParametersCommand({ Names: [...names], WithDecryption: true }));
    const allowed = await explained(ifThere(answer, "AccessDeniedException"), refused(names.join(", ")));
    if (allowed !== undefined) {
      const { Parameters: found = [] } = allowed;
      return found.flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value] as const] : []));
    }
    const each: (readonly [string, string])[] = [];
    for (const name of names.length > 1 ? names : []) {
      each.push(...(await this.#values([name])));
    }
    return each;
  }
}

const absent = "ParameterNotFound";

/** Explains that the parameter store does not do something about these names. */
function refused(names: string): (error: Error) => string {
  return ({ name, message }) =>
    name === "HierarchyTypeMismatchException"
      ? `${names} is there, but not as a SecureString, and AWS changes no parameter's type. Take it away, for example with "aws ssm delete-parameter --name ${names}", then run the same command again.`
      : `The parameter store refused (${names}): ${message}. Check your AWS credentials with "aws sts get-caller-identity", and that they may use the parameter.`;
}
