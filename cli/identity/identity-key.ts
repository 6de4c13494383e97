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

export interface IdentityKeyRequest {
  readonly stage: string;
  readonly channelName: string;
  /** Whether to create another key. */
  readonly rotate: boolean;
  /** Whether prod may be changed. */
  readonly meant: boolean;
}

/**
 * Returns the key with which a channel's shop signs identities. Creates the stage's secret and a version in the
 * channel's row if they do not exist.
 * @throws UserError if the stage or the channel does not exist, or if AWS rejects a request
 */
export async function identityKeyOf(
  settings: Settings,
  { stage, channelName, rotate, meant }: IdentityKeyRequest,
): Promise<string> {
  const { name } = stageNamed(settings, stage);
  if (!isChannelName(channelName)) {
    throw new UserError(`<channel>: expected ${channelNameRule}, received "${channelName}".`);
  }
  refuseProdUnlessMeant(name, meant);
  await requireCredentials(settings);
  const names = PhysicalNames.of(settings.deployment);
  const table = names.table(name, "Channels");
  const versions = identityVersionWriter(databaseClient(settings), table);
  const versionFrom = async (make: typeof versions.make) => {
    const version = await explained(
      make(channelName),
      ({ message }) =>
        `The channel's row in ${table} was not updated: ${message}. Deploy the stage first ("npm run deploy-kite"). The credentials need dynamodb:UpdateItem on the table.`,
    );
    if (version === undefined) {
      throw new UserError(
        `Nobody hosts the channel ${channelName} in ${name}. Send "/host ${channelName}" to the bot in the host's group first.`,
      );
    }
    return version;
  };
  const current = await versionFrom(versions.make);
  const parameters = new Parameters(parameterClient(settings));
  const secret = await parameters.findOrMake(names.identitySecretParameter(name), newSecret);
  // This is the last step: if a rotation failed before its key was printed, it would be repeated, and a second rotation
  // invalidates the key that the shop uses.
  const version = rotate ? await versionFrom(versions.rotate) : current;
  return identityKey(secret, channelName, version);
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
