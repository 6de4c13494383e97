import { UserError } from "../constructs/user-error";
import type { HostChat } from "./page/host-chat";

const answerWithinMilliseconds = 15_000;

/**
 * Sends `/host <channel>` as the host and waits for the bot's reply, so that the channel works when the page opens.
 *
 * @throws UserError when no reply arrives
 */
export async function hostDemoChannel(hostChat: HostChat, channelName: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const end = (error?: UserError) => {
      leave();
      clearTimeout(timer);
      error === undefined ? resolve() : reject(error);
    };
    const leave = hostChat.subscribe((event) => {
      if (event.type === "message" && event.message.isBot) {
        end();
      }
    });
    const timer = setTimeout(
      () => end(new UserError(describeSilence(hostChat, channelName))),
      answerWithinMilliseconds,
    );
    hostChat.say({ text: `/host ${channelName}` });
  });
}

function describeSilence(hostChat: HostChat, channelName: string): string {
  const trouble = hostChat.state.type === "state" ? hostChat.state.trouble : "";
  return `The bot did not reply to /host ${channelName} within ${answerWithinMilliseconds / 1000} s. ${trouble} See the log above.`;
}
