import { html, type TemplateResult } from "lit-html";

const shape = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

/** The icons of the panel, drawn with strokes. */
export const icons = {
  attach: shape(
    "M20.5 11.5l-8.3 8.3a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.5-2.4l7.6-7.7",
  ),
  bubble: shape(
    "M21 11.5c0 4.1-4 7.5-9 7.5-1 0-2-.1-2.9-.4L4.5 20.5l1-3.7C4 15.4 3 13.5 3 11.5 3 7.4 7 4 12 4s9 3.4 9 7.5z",
  ),
  close: shape("M6 6l12 12M18 6L6 18"),
  down: shape("M12 5v14M6 13l6 6 6-6"),
  file: shape("M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8l-5-5zM14 3v5h5"),
  send: shape("M12 19V5M5.5 11.5L12 5l6.5 6.5"),
};
