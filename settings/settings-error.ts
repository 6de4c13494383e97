import { UserError } from "../constructs/user-error";

/** One thing that is wrong with the settings. */
export interface SettingFault {
  /** The key in the file or the name of the variable, for example `stages.dev.retentionDays`. */
  readonly name: string;
  /** Where it was read: a file, or the environment. */
  readonly source: string;
  /** `missing`: not there at all; `wrong`: there, and not as wanted; or a person named a file that is not there. */
  readonly kind: "missing" | "wrong";
  /** The value got, as a person wrote it; never a secret's. */
  readonly got: string;
  /** What is wanted instead. */
  readonly wanted: string;
  /** Where a right value comes from. */
  readonly where: string;
}

/** Every fault of the settings in one message. */
export class SettingsError extends UserError {
  override readonly name = "SettingsError";

  /** @param faults at least one */
  constructor(
    readonly faults: readonly SettingFault[],
    subject = "The settings",
  ) {
    super(`${subject} cannot be used:\n${describeFaults(faults)}`);
  }
}

/** One line a fault. */
export function describeFaults(faults: readonly SettingFault[]): string {
  return faults.map(describeFault).join("\n");
}

function describeFault(fault: SettingFault): string {
  return `  - ${fault.name} (${fault.source}): got ${fault.got}; wanted ${fault.wanted}. Where: ${fault.where}.`;
}
