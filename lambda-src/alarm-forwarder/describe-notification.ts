import * as z from "zod/mini";

/** An alarm as CloudWatch publishes it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html */
const alarm = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.nullish(z.string()),
  NewStateValue: z.string(),
  NewStateReason: z.string(),
  Region: z.optional(z.string()),
});

/** Maximum length of the text. Telegram accepts 4096 characters, and Slack accepts more. */
const longest = 3500;

/** Formats a notification for people. An alarm becomes a few lines, and any other notification stays unchanged. */
export function describeNotification(notification: {
  readonly Subject?: string | undefined;
  readonly Message: string;
}): string {
  const parsed = alarm.safeParse(parseJson(notification.Message));
  const text = parsed.success
    ? describeAlarm(parsed.data)
    : [notification.Subject, notification.Message].filter(Boolean).join("\n");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function describeAlarm(it: z.infer<typeof alarm>): string {
  const head = `${signs[it.NewStateValue] ?? "⚪"} ${it.NewStateValue}: ${it.AlarmName}`;
  return [head, it.AlarmDescription, it.NewStateReason].filter(Boolean).join("\n");
}

const signs: Readonly<Record<string, string>> = { ALARM: "🔴", OK: "🟢" };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
