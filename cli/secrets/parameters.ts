import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  paginateDescribeParameters,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { UserError } from "../../constructs/user-error";
import { explained, ifThere } from "../aws-clients";

/** Maximum number of names for `GetParameters`: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const mostNames = 10;

/** A parameter without its value. */
export interface ParameterFacts {
  readonly name: string;
  readonly version: number | undefined;
  readonly changed: Date | undefined;
}

/** The parameter store of a region. This class writes and compares values, but never prints them. */
export class Parameters {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  /** Returns the value of a parameter, or `undefined` if there is none. */
  async find(name: string): Promise<string | undefined> {
    const answer = this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return (await explained(ifThere(answer, absent), refused(name)))?.Parameter?.Value;
  }

  /** Returns the value of a parameter. Creates a SecureString if there is none, and never overwrites one. */
  async findOrMake(name: string, makeValue: () => string): Promise<string> {
    const found = await this.find(name);
    if (found !== undefined) {
      return found;
    }
    const value = makeValue();
    const parameter = { Name: name, Value: value, Type: "SecureString", Overwrite: false } as const;
    const made = this.#client.send(new PutParameterCommand(parameter));
    const answer = await explained(ifThere(made, "ParameterAlreadyExists"), refused(name));
    // If the parameter already exists, a concurrent call has created it.
    const stored = answer ? value : await this.find(name);
    if (stored === undefined) {
      throw new UserError(`${name} was deleted while the command ran. Run the command again.`);
    }
    return stored;
  }

  /** Creates or overwrites a SecureString. @returns its version */
  async put(name: string, value: string): Promise<number | undefined> {
    const parameter = { Name: name, Value: value, Type: "SecureString", Overwrite: true } as const;
    return (await explained(this.#client.send(new PutParameterCommand(parameter)), refused(name))).Version;
  }

  /** Deletes a parameter with all its versions. @returns whether it existed */
  async delete(name: string): Promise<boolean> {
    const answer = this.#client.send(new DeleteParameterCommand({ Name: name }));
    return (await explained(ifThere(answer, absent), refused(name))) !== undefined;
  }

  /** Finds the parameters whose names contain a text. */
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
   * Returns the names of the parameters that have the given value. Skips parameters that it is not allowed to read,
   * because a sandbox or another deployment in the account may have its own operators.
   */
  async holding(value: string, names: readonly string[]): Promise<readonly string[]> {
    const holding: string[] = [];
    for (let from = 0; from < names.length; from += mostNames) {
      const values = await this.#values(names.slice(from, from + mostNames));
      holding.push(...values.flatMap(([name, found]) => (found === value ? [name] : [])));
    }
    return holding;
  }

  /** Reads values by name. If one name is forbidden, the whole call fails, and each name is read in a separate call. */
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

/** Explains an error of the parameter store about some names. */
function refused(names: string): (error: Error) => string {
  return ({ name, message }) =>
    name === "HierarchyTypeMismatchException"
      ? `${names} exists, but it is not a SecureString, and AWS cannot change the type of a parameter. Delete it, for example with "aws ssm delete-parameter --name ${names}", then run this command again.`
      : `The parameter store rejected the request for ${names}: ${message}. Check your AWS credentials with "aws sts get-caller-identity", and their permissions for the parameter.`;
}
