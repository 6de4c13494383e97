import { byId } from "./elements";

/** Controls that accept files: a button, the clipboard, and drops on a panel. */
export interface AttachProps {
  /** Id of the panel that accepts dropped files. */
  readonly panelId: string;
  /** Id of the button. Its file input has the id `<buttonId>-input`. */
  readonly buttonId: string;
  /** Id of the text field that accepts pasted files. */
  readonly textId: string;
  /** Called for each file. */
  readonly onFile: (file: File) => void;
}

/** Calls `onFile` for each file that the user chooses, pastes or drops. */
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
