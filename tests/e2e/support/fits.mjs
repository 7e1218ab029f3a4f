// Whether everything on screen fits the screen and can be reached.

/**
 * What does not fit, a line each: elements that reach beyond the left or right edge, parts that scroll sideways, and
 * controls that something covers, that are cut off or smaller than 24 pixels. Empty when all is well.
 */
export function misfits(page) {
  return page.evaluate(() => {
    const found = [];
    const say = (what, element, more) => {
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      found.push(`${what}: ${element.tagName}.${element.className} "${name.slice(0, 30)}" ${more}`);
    };
    const width = document.documentElement.clientWidth;
    const isHidden = (element) => {
      const style = getComputedStyle(element);
      return style.visibility === 'hidden' || style.clipPath !== 'none' || !element.checkVisibility();
    };
    /** Cut off with an ellipsis, or for assistive technology alone, on purpose. */
    const isCut = (element) => {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (isHidden(at)) return true;
        if (at !== element && getComputedStyle(at).textOverflow === 'ellipsis') return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || isCut(element)) continue;
      if (box.right > width + 0.5 || box.left < -0.5) {
        say('beyond the edge', element, `${Math.round(box.left)}–${Math.round(box.right)}`);
      }
      const scrolls = getComputedStyle(element).textOverflow !== 'ellipsis' && !(element instanceof SVGElement);
      if (scrolls && element.tagName !== 'INPUT' && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
        && getComputedStyle(element).display !== 'inline') {
        say('wider inside', element, `${element.scrollWidth} > ${element.clientWidth}`);
      }
    }
    if (document.scrollingElement.scrollWidth > width) found.push('the page scrolls sideways');
    // An open dialog or menu lies over the rest.
    const top = document.querySelector('dialog[open], [role=menu]');
    const controls = (top ?? document).querySelectorAll(
      'a, button, input:not([hidden]), textarea, summary, [role=option], [role=menuitem]',
    );
    for (const control of controls) {
      if (isCut(control) || control.matches('.skip')) continue;
      control.scrollIntoView({ block: 'center', inline: 'nearest' });
      // The middle line of a link that takes several.
      const boxes = control.getClientRects();
      const box = boxes[Math.floor(boxes.length / 2)];
      if (!box || box.width === 0) continue;
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const label = control.closest('label');
      if (!hit || !(control.contains(hit) || label?.contains(hit))) {
        say('covered', control, `by ${hit ? `${hit.tagName}.${hit.className}` : 'the edge'}`);
      }
      if (Math.min(box.width, box.height) < 24 && getComputedStyle(control).display !== 'inline' && !label) {
        say('too small', control, `${Math.round(box.width)} × ${Math.round(box.height)}`);
      }
    }
    return found;
  });
}

/** The text size that a person has set in the browser, as the page sees it. */
export async function setTextSize(page, percent) {
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, `${percent}%`);
}
