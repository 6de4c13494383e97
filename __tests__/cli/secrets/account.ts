import { ParameterStore, Queues, type Services, startServices, systemClock } from "@kite-chat/stack-server";
import { readSettings, type Settings } from "../../../settings/settings";
import { settingsFolder, smallest } from "../../settings/settings-folder";
import { AwsStandIn } from "../aws-stand-in";

/** Settings of a test: values in `.env`, and additions to the deployment file, which has prod. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: object;
}

/** Keys of a deployment file that uses every secret. */
export const fullFile = {
  alarmForwarder: true,
  domainName: "example.org",
  gitRepositoryUrl: "https://github.com/ada/chat",
};

/** Every variable that can be stored, with a value that contains `made-up`. */
export const values = {
  TELEGRAM_BOT_TOKEN: madeUp("4242:token"),
  TELEGRAM_PROD_BOT_TOKEN: madeUp("4243:token"),
  ALARM_FORWARDER_URL: `https://api.telegram.org/bot${madeUp("77:key")}/sendMessage?chat_id=-100`,
  CLOUDFLARE_READ_TOKEN: madeUp("cloudflare"),
  E2E_WEBSOCKET_URL: "wss://made-up.example/dev",
  E2E_CHANNEL: "made-up-channel",
  E2E_GROUP_URL: "https://made-up.example/a/#-1001",
};

/** Returns a value that a test recognizes in any output, and that no scan reports as a real secret. */
function madeUp(what: string): string {
  return `${what}-made-up`;
}

/** Represents an account with a parameter store, and records the output of a command. */
export class Account {
  said = "";
  readonly #environment = { ...process.env };

  readonly aws: AwsStandIn;
  readonly #services: Services;
  readonly parameters: ParameterStore;

  private constructor(aws: AwsStandIn, services: Services, parameters: ParameterStore) {
    this.aws = aws;
    this.#services = services;
    this.parameters = parameters;
  }

  static async start(): Promise<Account> {
    const aws = await AwsStandIn.start();
    const parameters = new ParameterStore();
    const services = await startServices({ queues: new Queues(systemClock), parameters });
    return new Account(aws, services, parameters).#listen();
  }

  /** Returns the settings of a deployment with prod. */
  settings({ env = values, file = {} }: Given = {}): Settings {
    const directory = settingsFolder({ ...smallest, prodStage: true, ...file });
    return readSettings({ directory, environment: env });
  }

  /** Returns the invocations of functions. */
  get invocations() {
    return this.aws.seen.filter(({ path }) => path.includes("/invocations"));
  }

  /** Returns the names of the stored parameters. */
  get stored(): readonly string[] {
    return this.parameters.all().map(({ name }) => name);
  }

  async close(): Promise<void> {
    jest.restoreAllMocks();
    process.env = { ...this.#environment };
    await this.aws.close();
    await this.#services.close();
  }

  #listen(): this {
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      this.said += String(text);
      return true;
    });
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_MAX_ATTEMPTS: "1",
      AWS_ENDPOINT_URL_SSM: this.#services.endpoint,
      AWS_ENDPOINT_URL_STS: this.aws.url,
      AWS_ENDPOINT_URL_LAMBDA: this.aws.url,
    });
    return this;
  }
}
