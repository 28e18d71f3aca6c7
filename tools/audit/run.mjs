// Lighthouse on pages: `node run.mjs URL...` prints one JSON line for each page and form factor, the best of up to
// three runs: {"url", "form", "scores": {"performance", "accessibility", ...}, "short": [what costs points]}.
// Chromium is the one that CHROME_PATH names. Ends with 1 where a page could not be audited.
import * as launcher from 'chrome-launcher';
import lighthouse, {desktopConfig} from 'lighthouse';

const WANTED = {performance: 95, accessibility: 100, 'best-practices': 100, seo: 95};
const RUNS = 3;
const FORMS = {mobile: undefined, desktop: desktopConfig};

const addresses = process.argv.slice(2);
if (addresses.length === 0) {
  console.error('Name the pages to audit: node run.mjs URL...');
  process.exit(2);
}

const chrome = await launcher.launch({
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
try {
  for (const url of addresses) {
    for (const form of Object.keys(FORMS)) console.log(JSON.stringify(await best(url, form)));
  }
} finally {
  chrome.kill();
}

// A busy machine is slower than a page: of several runs the best one says what the page can do.
async function best(url, form) {
  let found, failed;
  for (let run = 0; run < RUNS; run++) {
    let told;
    try {
      told = await once(url, form);
    } catch (error) {
      // A trace that Chromium did not record (NO_NAVSTART) is no finding: Lighthouse asks to be run again.
      failed = error;
      continue;
    }
    if (!found || total(told) > total(found)) found = told;
    if (Object.entries(WANTED).every(([name, least]) => found.scores[name] >= least)) break;
  }
  if (!found) throw failed;
  return found;
}

async function once(url, form) {
  const flags = {port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(WANTED)};
  const {lhr} = await lighthouse(url, flags, FORMS[form]);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const scores = {};
  const short = [];
  for (const category of Object.values(lhr.categories)) {
    scores[category.id] = Math.round(category.score * 100);
    for (const {id, weight} of category.auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 0.9) {
        short.push(`${category.id}: ${id} ${audit.score}${audit.displayValue ? ` (${audit.displayValue})` : ''}`);
      }
    }
  }
  return {url, form, scores, short};
}

function total({scores}) {
  return Object.values(scores).reduce((sum, score) => sum + score, 0);
}
