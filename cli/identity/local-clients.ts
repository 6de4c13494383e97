import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { location } from "../aws-clients";

/** Clients of the services that store the parts of a key. */
export interface IdentityClients {
  readonly database: DynamoDBDocumentClient;
  readonly parameters: SSMClient;
}

/** Endpoints of a running `npm start`. */
const servicesOfRun = z.object({ dynamodbEndpoint: z.url(), servicesEndpoint: z.url() });

/** The local run ignores credentials, but the SDK requires them. */
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/**
 * Creates clients of a running `npm start`.
 * @param http its URL, with or without a path
 * @throws UserError when no local run responds at that URL
 */
export async function localClients(settings: Settings, http: string): Promise<IdentityClients> {
  const { dynamodbEndpoint, servicesEndpoint } = await findServices(http);
  const at = (endpoint: string) => ({ ...location(settings), endpoint, credentials });
  return {
    database: DynamoDBDocumentClient.from(new DynamoDBClient(at(dynamodbEndpoint))),
    parameters: new SSMClient(at(servicesEndpoint)),
  };
}

async function findServices(http: string): Promise<z.infer<typeof servicesOfRun>> {
  if (!URL.canParse(http)) {
    throw new UserError(
      `--http: expected the URL of a running npm start, such as http://localhost:3000, received "${http}".`,
    );
  }
  const url = new URL("/playground/services", http).href;
  const absent = (reason: string) =>
    new UserError(
      `No local run answers at ${url}: ${reason}. Start it with "npm start", and pass the address of its page to --http.`,
    );
  const response = await fetch(url).catch(() => {
    throw absent("nothing listens there");
  });
  const { data } = servicesOfRun.safeParse(
    response.ok ? await response.json().catch(() => undefined) : undefined,
  );
  if (data === undefined) {
    throw absent(`status ${response.status}`);
  }
  return data;
}
