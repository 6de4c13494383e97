// The build replaces these names by the style sheets beside this file, minified.
declare const ThemeCss: string;
declare const PanelCss: string;
declare const MessagesCss: string;
declare const ComposerCss: string;

/** The style of each part of the panel. All of them share the theme. */
export const styles = {
  panel: ThemeCss + PanelCss,
  messages: ThemeCss + MessagesCss,
  composer: ThemeCss + ComposerCss,
};
