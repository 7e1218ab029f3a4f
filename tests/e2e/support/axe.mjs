// axe, with the rules of WCAG 2.2 AA.
import { AxeBuilder } from '@axe-core/playwright';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds on the page, a line per finding: `place: rule: element`. */
export async function findings(page, place) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary.split('\n').at(1)?.trim() ?? '';
      return `${place}: ${id}: ${target.join(' ')}: ${why}`;
    }),
  );
}
