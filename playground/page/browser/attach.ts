import { byId } from "./elements";

/** Where files come from: a button, the clipboard, and what is dropped on a panel. */
export interface AttachProps {
  /** Id of the panel that files are dropped on. */
  readonly panelId: string;
  /** Id of the button; its file input is `<id>-input`. */
  readonly buttonId: string;
  /** Id of the text field that files are pasted into. */
  readonly textId: string;
  readonly onFile: (file: File) => void;
}

/** Calls back with each file that somebody chooses, pastes or drops. */
export function listenForFiles({ panelId, buttonId, textId, onFile }: AttachProps): void {
  const take = (files: FileList | null | undefined) => {
    for (const file of files ?? []) {
      onFile(file);
    }
  };
  const input = byId(`${buttonId}-input`, HTMLInputElement);
  const text = byId(textId, HTMLTextAreaElement);
  byId(buttonId, HTMLButtonElement).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
    text.focus();
  });
  text.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) {
      event.preventDefault();
      take(event.clipboardData.files);
    }
  });
  listenForDrops(byId(panelId, HTMLElement), take);
}

function listenForDrops(panel: HTMLElement, take: (files: FileList | undefined) => void): void {
  const show = (isOver: boolean) => panel.classList.toggle("dropping", isOver);
  panel.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      show(true);
    }
  });
  panel.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && panel.contains(relatedTarget))) {
      show(false);
    }
  });
  panel.addEventListener("drop", (event) => {
    show(false);
    if (event.dataTransfer?.files.length) {
      event.preventDefault();
      take(event.dataTransfer.files);
    }
  });
}
