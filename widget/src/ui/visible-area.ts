/**
 * Keeps an element within the part of the screen that the on-screen keyboard does not cover. iOS does not resize the
 * page when the keyboard opens, but moves the page.
 * @returns a function that stops following
 */
export function followVisibleArea(element: HTMLElement): () => void {
  const view = window.visualViewport;
  if (view === null) {
    return () => undefined;
  }
  const follow = () => {
    element.style.setProperty("--view-height", `${view.height}px`);
    element.style.setProperty("--view-top", `${view.offsetTop}px`);
  };
  view.addEventListener("resize", follow);
  view.addEventListener("scroll", follow);
  follow();
  return () => {
    view.removeEventListener("resize", follow);
    view.removeEventListener("scroll", follow);
  };
}
