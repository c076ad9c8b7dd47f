// Saves the pages that links reach, a few of each kind of address, for passers-by and for each demonstration account; then their forms as they come
// back when nothing is filled in, and when all is filled in badly.
// Usage: node check-html.mjs SITE FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';

const [site, folder] = process.argv.slice(2);
const password = 'atelier-mille-vis';
const most = 400;
const ofEachKind = 3;
const left = /deconnexion|\.(css|js|svg|png|ics|csv|pdf|xlsx|atom|json|jsonld|txt)(\?|$)|\/(csv|pdf|xlsx|png)(\?|$)/;
const wrong = '« <b>&"\'> ﷽ '.repeat(60);

// The words of an address and the names of what is asked, without its values: names of places and numbers are of one kind.
const kind = path => {
  const [words, asked = ''] = path.split('?');
  return words.replace(/(?<=\/(lieux|organisations|territoires|ateliers|objets)\/)[^/]+/g, 'n').replace(/[0-9][0-9A-Za-z:_-]*|\b[A-Z]{3}-\w+/g, 'n') + '?' + [...new URLSearchParams(asked).keys()].sort().join('&');
};

const cookies = answer => answer.headers.getSetCookie().map(c => c.split(';')[0]);
const plain = text => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x2B;', '+').replaceAll('&#xA0;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
const value = (tag, name) => { const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag); return found && plain(found[1]); };

async function ask(path, cookie, body) {
  return await fetch(site + path, { redirect: 'manual', headers: { cookie, accept: 'text/html' }, ...(body && { method: 'POST', body }) });
}

async function signIn(email) {
  const form = await ask('/connexion', '');
  const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(await form.text())[1];
  const entered = await ask('/connexion', cookies(form).join('; '), new URLSearchParams({ email, motDePasse: password, __RequestVerificationToken: token }));
  if (entered.status !== 302) throw new Error(`${email} is not let in: ${entered.status}`);
  return cookies(entered).join('; ');
}

// What a form sends: hidden fields as they are, the others with what is typed in each, then its first button.
function* formsOf(html, here) {
  for (const [, head, inside] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const action = value(' ' + head, 'action') ?? here;
    if (!/method="post"/.test(head) || /multipart/.test(head) || !action.startsWith('/') || left.test(action)) continue;
    for (const typed of ['', wrong]) {
      const body = new URLSearchParams();
      for (const [tag] of inside.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
        const name = value(tag, 'name');
        if (!name || /type="(checkbox|radio|file)"/.test(tag) || name === 'reponse') continue;
        body.append(name, /type="hidden"/.test(tag) ? value(tag, 'value') ?? '' : typed);
      }
      const button = /<button\b[^>]*>/.exec(inside)?.[0] ?? '';
      if (value(button, 'name')) body.append(value(button, 'name'), value(button, 'value') ?? '');
      yield { to: value(button, 'formaction') ?? action, body };
    }
  }
}

async function crawl(name, starts, cookie) {
  mkdirSync(`${folder}/${name}`, { recursive: true });
  const seen = new Map();
  const sent = new Set();
  const forms = [];
  const waiting = [...starts];
  const asked = new Set();
  let saved = 0;
  const save = (path, html) => writeFileSync(`${folder}/${name}/${String(++saved).padStart(3, '0')}-${path.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.html`, html);
  while (waiting.length > 0 && saved < most) {
    const path = waiting.shift();
    if (asked.has(path) || (!starts.includes(path) && (seen.get(kind(path)) ?? 0) >= ofEachKind)) continue;
    asked.add(path);
    seen.set(kind(path), (seen.get(kind(path)) ?? 0) + 1);
    const answer = await ask(path, cookie);
    const location = answer.headers.get('location');
    if (location?.startsWith('/')) waiting.push(location);
    if (answer.status >= 500) throw new Error(`${path} is answered ${answer.status}`);
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) continue;
    const html = await answer.text();
    save(path, html);
    for (const form of formsOf(html, path)) {
      // One of each kind of form; what the visitor's cookie for forms is worth goes with the page that gave it.
      const one = kind(form.to) + [...form.body.keys()].sort().join('&') + form.body.toString().includes('%EF%B7%BD');
      if (!sent.has(one)) forms.push({ ...form, cookie: [cookie, ...cookies(answer)].filter(c => c).join('; ') });
      sent.add(one);
    }
    for (const [, href] of html.matchAll(/\shref="(\/[^"#]*)/g)) {
      const next = plain(href);
      if (!left.test(next)) waiting.push(next);
    }
  }
  const read = saved;
  return async () => {
    // Those of one's own account last: some end the session.
    forms.sort((a, b) => /^(\/en)?\/compte/.test(a.to) - /^(\/en)?\/compte/.test(b.to));
    for (const form of forms) {
      const answer = await ask(form.to, form.cookie, form.body);
      if (answer.status >= 500) throw new Error(`${form.to} answers a form with ${answer.status}`);
      if ((answer.headers.get('content-type') ?? '').startsWith('text/html')) save(`${answer.status}-${form.to}`, await answer.text());
    }
    console.log(`${name}: ${read} pages, ${saved - read} answers to forms${read < most ? '' : ', and links left: the tests read those pages'}`);
  };
}

const odd = ['/reparer?commune=zzz&objet=zzz&du=zzz&rayon=-1', '/lieux?q=%22%3E%3Cb%3E&territoire=zzz', '/reparer/objets?q=zzz', '/attente?commune=zzz&objet=zzz', '/territoires/commune:99999', '/stats', '/contact/ecrire', '/referencer', '/retrouver', '/mes-donnees', '/connexion/cle', '/connexion/lien', '/mot-de-passe-oublie', '/en/referencer', '/en/contact/ecrire'];
// All is read before anything is sent: forms take away rights, and things.
const sendings = [await crawl('public', ['/', '/en', '/plan-du-site', '/en/plan-du-site', '/reparer?commune=commune:38185&objet=mobile', '/attente?commune=38185&objet=mobile', '/connexion', '/donnees', '/nulle-part', ...odd], '')];
const emails = [...new Set([...(await (await ask('/connexion', '')).text()).matchAll(/[\w.+-]+@[\w.-]+\.\w+/g)].map(m => m[0]))];
if (emails.length === 0) throw new Error('No demonstration account is shown on /connexion.');
for (const email of emails) {
  sendings.push(await crawl(email.split('@')[0], ['/compte', '/pro', '/mairie', '/admin', '/compte/cles', '/pro/agenda', '/mairie/bilan', '/admin/comptes', '/admin/journal'], await signIn(email)));
}
for (const send of sendings) await send();
