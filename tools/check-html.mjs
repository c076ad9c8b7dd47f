// Saves every page that links reach, one of each kind of address, for passers-by and for each demonstration account.
// Usage: node check-html.mjs SITE FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';

const [site, folder] = process.argv.slice(2);
const password = 'atelier-mille-vis';
const most = 120;
const kind = path => path.split('?')[0].replace(/[0-9][0-9A-Za-z:_-]*|\b[A-Z]{3}-\w+/g, 'n');

async function get(path, cookie) {
  return await fetch(site + path, { redirect: 'manual', headers: { cookie, accept: 'text/html' } });
}

const cookies = answer => answer.headers.getSetCookie().map(c => c.split(';')[0]);

async function signIn(email) {
  const form = await get('/connexion', '');
  const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(await form.text())[1];
  const body = new URLSearchParams({ email, motDePasse: password, __RequestVerificationToken: token });
  const entered = await fetch(site + '/connexion', { method: 'POST', redirect: 'manual', body, headers: { cookie: cookies(form).join('; ') } });
  if (entered.status !== 302) throw new Error(`${email} is not let in: ${entered.status}`);
  return cookies(entered).join('; ');
}

async function crawl(name, starts, cookie) {
  mkdirSync(`${folder}/${name}`, { recursive: true });
  const seen = new Set();
  const waiting = [...starts];
  let saved = 0;
  while (waiting.length > 0 && saved < most) {
    const path = waiting.shift();
    if (seen.has(kind(path)) && !starts.includes(path)) continue;
    seen.add(kind(path));
    const answer = await get(path, cookie);
    const location = answer.headers.get('location');
    if (location?.startsWith('/')) waiting.push(location);
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) continue;
    const html = await answer.text();
    writeFileSync(`${folder}/${name}/${String(++saved).padStart(3, '0')}-${path.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.html`, html);
    for (const [, href] of html.matchAll(/\shref="(\/[^"#]*)/g)) {
      const next = href.replaceAll('&amp;', '&');
      if (!/deconnexion|\.(css|svg|ics|csv|pdf|xlsx|atom|json|jsonld|txt)(\?|$)/.test(next) && !seen.has(kind(next))) waiting.push(next);
    }
  }
  console.log(`${name}: ${saved} pages`);
}

await crawl('public', ['/', '/en', '/plan-du-site', '/en/plan-du-site', '/reparer?commune=commune:38185&objet=mobile', '/attente?commune=38185&objet=mobile', '/connexion', '/donnees', '/nulle-part'], '');
const emails = [...new Set([...(await (await get('/connexion', '')).text()).matchAll(/[\w.+-]+@[\w.-]+\.\w+/g)].map(m => m[0]))];
for (const email of emails.slice(0, 8)) {
  try {
    await crawl(email.split('@')[0], ['/compte', '/pro', '/mairie', '/admin'], await signIn(email));
  } catch (e) {
    console.log(`${email}: ${e.message}`);
  }
}
