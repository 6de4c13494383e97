/** The launcher's texts in one language. */
interface LauncherTexts {
  readonly open: string;
  readonly close: string;
  /** `{n}` stands for the number of unread messages. */
  readonly unread: string;
}

const en: LauncherTexts = {
  open: "Open the chat",
  close: "Close the chat",
  unread: "unread messages: {n}",
};

const languages: Readonly<Record<string, LauncherTexts>> = {
  uk: { open: "Відкрити чат", close: "Закрити чат", unread: "непрочитаних повідомлень: {n}" },
  de: { open: "Chat öffnen", close: "Chat schließen", unread: "ungelesene Nachrichten: {n}" },
  es: { open: "Abrir el chat", close: "Cerrar el chat", unread: "mensajes sin leer: {n}" },
};

/** Returns the name of the launcher's button. @param language without a region, such as `de` */
export function launcherLabel(language: string, isOpen: boolean, unread: number): string {
  const { open, close, unread: count } = languages[language] ?? en;
  return isOpen ? close : unread === 0 ? open : `${open}, ${count.replace("{n}", String(unread))}`;
}
