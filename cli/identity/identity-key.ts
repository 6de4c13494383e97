import { randomBytes } from "node:crypto";
import { channelNameRule, isChannelName } from "@kite-chat/protocol";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import { identityVersionWriter } from "../../lambda-src/aws/identity-versions";
import { identityKey } from "../../lambda-src/chat/visitors/signed-identity";
import type { Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { databaseClient, explained, parameterClient } from "../aws-clients";
import { Parameters } from "../secrets/parameters";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { type IdentityClients, localClients } from "./local-clients";

export interface IdentityKeyRequest {
  readonly stage: string;
  readonly channelName: string;
  /** Whether to create another key. */
  readonly rotate: boolean;
  /** URL of a running `npm start`. @default - the stage is on AWS */
  readonly http?: string | undefined;
  /** Whether prod may be changed. */
  readonly meant: boolean;
}

/**
 * Returns the key with which a channel's shop signs identities. Creates the stage's secret and a version in the
 * channel's row if they do not exist.
 * @throws UserError if the stage or the channel does not exist, or if AWS or the local run rejects a request
 */
export async function identityKeyOf(
  settings: Settings,
  { stage, channelName, rotate, http, meant }: IdentityKeyRequest,
): Promise<string> {
  const { name } = stageNamed(settings, stage);
  if (!isChannelName(channelName)) {
    throw new UserError(`<channel>: expected ${channelNameRule}, received "${channelName}".`);
  }
  const clients =
    http === undefined ? await awsClients(settings, name, meant) : await localClients(settings, http);
  const names = PhysicalNames.of(settings.deployment);
  const table = names.table(name, "Channels");
  const versions = identityVersionWriter(clients.database, table);
  const versionFrom = async (make: typeof versions.make) => {
    const version = await explained(
      make(channelName),
      ({ message }) => `The channel's row in ${table} was not updated: ${message}. ${adviceFor(http)}`,
    );
    if (version === undefined) {
      throw new UserError(
        `Nobody hosts the channel ${channelName} in ${name}. Send "/host ${channelName}" to the bot in the host's group first.`,
      );
    }
    return version;
  };
  const current = await versionFrom(versions.make);
  const parameters = new Parameters(clients.parameters);
  const secret = await parameters.findOrMake(names.identitySecretParameter(name), newSecret);
  // Rotate last. If a later step failed, the user would repeat the command, and a second rotation invalidates the key
  // that the shop uses.
  const version = rotate ? await versionFrom(versions.rotate) : current;
  return identityKey(secret, channelName, version);
}

async function awsClients(settings: Settings, stage: string, meant: boolean): Promise<IdentityClients> {
  refuseProdUnlessMeant(stage, meant);
  await requireCredentials(settings);
  return { database: databaseClient(settings), parameters: parameterClient(settings) };
}

function adviceFor(http: string | undefined): string {
  return http === undefined
    ? 'Deploy the stage first ("npm run deploy-kite"). The credentials need dynamodb:UpdateItem on the table.'
    : "Name the stage that npm start serves, which is dev unless it runs with --stage.";
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
