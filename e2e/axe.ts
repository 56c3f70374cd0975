import type { Page } from '@playwright/test';
import axe from 'axe-core';

/**
 * What axe has against the page as it stands, `rule target` each; `rules` narrows it. Runs inside the page: no page of ours
 * has frames, and gathering over frames takes most of the time elsewhere.
 */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { axe: here } = window as unknown as { axe: typeof axe };
    const found = await here.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) });
    return found.violations.map((v) => `${v.id} ${v.nodes[0]?.target}`);
  }, rules);
}
