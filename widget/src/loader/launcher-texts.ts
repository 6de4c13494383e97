/** The launcher's texts in one language. */
interface LauncherTexts {
  readonly open: string;
  /** `{n}` stands for the number of unread messages. */
  readonly unread: string;
}

const en: LauncherTexts = {
  open: "Open the chat",
  unread: "unread messages: {n}",
};

const languages: Readonly<Record<string, LauncherTexts>> = {
  uk: { open: "Відкрити чат", unread: "непрочитаних повідомлень: {n}" },
  de: { open: "Chat öffnen", unread: "ungelesene Nachrichten: {n}" },
  es: { open: "Abrir el chat", unread: "mensajes sin leer: {n}" },
};

/**
 * Returns the label of the launcher's button. The label does not change when the panel opens, because `aria-expanded`
 * reports that.
 * @param language without a region, such as `de`
 * @param unread number of unread messages to mention, 0 for none
 */
export function launcherLabel(language: string, unread: number): string {
  const { open, unread: count } = languages[language] ?? en;
  return unread === 0 ? open : `${open}, ${count.replace("{n}", String(unread))}`;
}
