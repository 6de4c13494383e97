import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  HierarchyTypeMismatchException,
  ParameterNotFound,
  PutParameterCommand,
  paginateDescribeParameters,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { UserError } from "../../constructs/user-error";

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
    return explained(name, async () => {
      try {
        const command = new GetParameterCommand({ Name: name, WithDecryption: true });
        return (await this.#client.send(command)).Parameter?.Value;
      } catch (error) {
        if (error instanceof ParameterNotFound) {
          return undefined;
        }
        throw error;
      }
    });
  }

  /** Sets a SecureString, new or not. @returns its version */
  async put(name: string, value: string): Promise<number | undefined> {
    const command = new PutParameterCommand({
      Name: name,
      Value: value,
      Type: "SecureString",
      Overwrite: true,
    });
    return explained(name, async () => (await this.#client.send(command)).Version);
  }

  /** Takes a parameter away, with its older versions. @returns whether it was there */
  async delete(name: string): Promise<boolean> {
    return explained(name, async () => {
      try {
        await this.#client.send(new DeleteParameterCommand({ Name: name }));
        return true;
      } catch (error) {
        if (error instanceof ParameterNotFound) {
          return false;
        }
        throw error;
      }
    });
  }

  /** Every parameter whose name holds a text. */
  async search(text: string): Promise<readonly ParameterFacts[]> {
    const filter = { Key: "Name", Option: "Contains", Values: [text] };
    return explained(text, async () => {
      const found: ParameterFacts[] = [];
      for await (const page of paginateDescribeParameters(
        { client: this.#client },
        { ParameterFilters: [filter] },
      )) {
        for (const { Name, Version, LastModifiedDate } of page.Parameters ?? []) {
          if (Name !== undefined) {
            found.push({ name: Name, version: Version, changed: LastModifiedDate });
          }
        }
      }
      return found;
    });
  }

  /**
   * Those of the names that hold a value. One that may not be read is passed over: a sandbox or another deployment in
   * the account may have its own operators.
   */
  async holding(value: string, names: readonly string[]): Promise<readonly string[]> {
    const holding: string[] = [];
    for (let from = 0; from < names.length; from += mostNames) {
      for (const [name, found] of await this.#values(names.slice(from, from + mostNames))) {
        if (found === value) {
          holding.push(name);
        }
      }
    }
    return holding;
  }

  /** One name that may not be read has the whole call refused, so each is asked for alone then. */
  async #values(names: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    try {
      const command = new GetParametersCommand({ Names: [...names], WithDecryption: true });
      const { Parameters: found = [] } = await this.#client.send(command);
      return found.flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value] as const] : []));
    } catch (error) {
      if (!(error instanceof Error && error.name === "AccessDeniedException")) {
        return explained(names.join(", "), () => Promise.reject(error));
      }
    }
    if (names.length < 2) {
      return [];
    }
    const each: (readonly [string, string])[] = [];
    for (const name of names) {
      each.push(...(await this.#values([name])));
    }
    return each;
  }
}

async function explained<Result>(names: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HierarchyTypeMismatchException) {
      throw new UserError(
        `${names} is there, but not as a SecureString, and AWS changes no parameter's type. Take it away, for example with "aws ssm delete-parameter --name ${names}", then run the same command again.`,
        { cause: error },
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The parameter store refused (${names}): ${reason}. Check your AWS credentials with "aws sts get-caller-identity", and that they may use the parameter.`,
      { cause: error },
    );
  }
}
