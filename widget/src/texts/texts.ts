/** All texts of the panel in one language. `{n}` is replaced with a number, and `{name}` with a name. */
export interface Texts {
  readonly title: string;
  readonly greeting: string;
  readonly close: string;
  readonly messages: string;
  readonly messageLabel: string;
  readonly placeholder: string;
  readonly send: string;
  readonly attach: string;
  readonly dropHere: string;
  readonly you: string;
  readonly host: string;
  readonly today: string;
  readonly yesterday: string;
  readonly sending: string;
  readonly sent: string;
  readonly notSent: string;
  readonly tryAgain: string;
  readonly remove: string;
  readonly cancel: string;
  readonly cancelUpload: string;
  readonly uploading: string;
  readonly uploadFailed: string;
  readonly fileLost: string;
  readonly chooseAgain: string;
  readonly newMessages: string;
  readonly loading: string;
  readonly connecting: string;
  readonly offline: string;
  readonly paused: string;
  readonly unavailable: string;
  readonly reconnect: string;
  readonly notKept: string;
  readonly tooLong: string;
  readonly fileTypes: string;
  readonly fileEmpty: string;
  readonly photoSize: string;
  readonly fileSize: string;
  readonly nameLabel: string;
  readonly nameHint: string;
  readonly privacy: string;
  readonly openFile: string;
  readonly dismiss: string;
}

/** Replaces the placeholders of a text with values. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
