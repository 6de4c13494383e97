/**
 * Keeps an element within the part of the screen that an on-screen keyboard leaves free. iOS does not resize the page
 * for it, and moves the page instead.
 * @returns a function that stops it
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
