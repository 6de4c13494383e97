/** Help for a setting whose value was rejected. */
export interface SettingHelp {
  readonly wanted: string;
  readonly where: string;
}
