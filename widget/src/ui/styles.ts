// The build replaces these names by the style sheets beside this file, minified.
declare const ThemeCss: string;
declare const PanelCss: string;
declare const MessagesCss: string;
declare const ComposerCss: string;

/** The style of each part of the panel, after the theme that all of them share. */
export const styles = {
  theme: ThemeCss,
  panel: PanelCss,
  messages: MessagesCss,
  composer: ComposerCss,
};
