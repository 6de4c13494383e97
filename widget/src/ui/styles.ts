// The build replaces these names with the minified style sheets in this folder.
declare const ThemeCss: string;
declare const PanelCss: string;
declare const MessagesCss: string;
declare const ComposerCss: string;

/** The style sheet of each part of the panel, and the theme that all parts share. */
export const styles = {
  theme: ThemeCss,
  panel: PanelCss,
  messages: MessagesCss,
  composer: ComposerCss,
};
