"""Puts the findings of bench/security together. Usage: security-report.py FOLDER ERRORS MALFORMED; answers 1 when something is medium or worse."""
import collections, csv, datetime, glob, json, os, re, subprocess, sys

folder, errors, malformed = sys.argv[1:4]
levels = {0: "information", 1: "low", 2: "medium", 3: "high", 4: "critical"}
bad = int(errors) > 0 or malformed.startswith("FAILED")
now = datetime.datetime.now(datetime.timezone.utc)


def version(*command):
    text = subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()
    return text[-1] if text else "?"


print(f"# Scanners against a server on loopback\n\n{now:%Y-%m-%d %H:%M} UTC, `bench/security`, wapiti {version('dpkg-query', '-W', '-f', '${Version}', 'wapiti')}, sqlmap {version('dpkg-query', '-W', '-f', '${Version}', 'sqlmap')}.\n")
incomplete = [name for name in ("public", "nadia", "remise", "echirolles", "operateur") if not os.path.exists(os.path.join(folder, f"wapiti-{name}.json"))]
said = []
print("## wapiti\n\n| who | addresses | findings | cut short by the time given |\n|---|---|---|---|")
for file in sorted(glob.glob(os.path.join(folder, "wapiti-*.json"))):
    with open(file) as f:
        report = json.load(f)
    found = []
    for part in ("vulnerabilities", "anomalies"):
        for name, items in (report.get(part) or {}).items():
            for item in items:
                level = int(item.get("level", 1))
                bad = bad or level >= 2
                found.append(f"{levels.get(level, level)}: {name}, {item.get('method')} {item.get('path')} {item.get('parameter') or ''}: {item.get('info', '')[:160]}".replace("|", "/").replace("\n", " "))
    said += found
    # The same of each cookie of a form sent: said once, with how many times.
    found = [text if times == 1 else f"{text} (× {times})" for text, times in collections.Counter(found).items()]
    log = open(file[:-5] + ".log", errors="replace").read() if os.path.exists(file[:-5] + ".log") else ""
    pages = re.findall(r"found (\d+) (?:unique )?(?:URLs|pages|resources)", log) or [str((report.get("infos") or {}).get("crawled_pages_nbr", "?"))]
    if not pages[-1].isdigit() or int(pages[-1]) < 20:
        incomplete.append(os.path.basename(file)[7:-5])
    cut = sorted(set(re.findall(r"Max attack time was reached for module (\w+)", log)))
    print(f"| {os.path.basename(file)[7:-5]} | {pages[-1]} | {'<br>'.join(found) or 'none'} | {', '.join(cut) or 'nothing'} |")
notes = {
    "X-XSS-Protection": "a header that browsers dropped; the content policy does its work",
    "Strict-Transport-Security": "asked over https alone; this scan is over http",
    "Secure flag": "set as soon as the site is https; this scan is over http",
    "HttpOnly flag": "set: the server writes `httponly`, and this wapiti knows `HttpOnly` alone",
}
met = [f"- {name}: {note}." for name, note in notes.items() if any(name in text for text in said)]
if met:
    print("\n" + "\n".join(met))
print("\n## sqlmap\n\n| targets | said to be injectable | tested |\n|---|---|---|")
for log in sorted(glob.glob(os.path.join(folder, "sqlmap*.log"))):
    text = open(log, errors="replace").read()
    injectable = sorted(set(re.findall(r"parameter '([^']+)' is vulnerable|parameter '([^']+)' (?:is|appears to be) '[^']+' injectable", text)))
    # What « appears » to be injectable is confirmed or dropped by sqlmap itself; only what it keeps is in its results.
    results = log[:-4] + ".csv"
    kept = [row for row in csv.reader(open(results)) if len(row) > 3 and row[0].startswith("http") and row[2].strip()] if os.path.exists(results) else []
    bad = bad or bool(kept)
    tested = len(set(re.findall(r"testing (?:URL|for SQL injection on \w+ parameter) '([^']+)'", text)))
    if tested < 4 or "does not seem to be injectable" not in text:
        incomplete.append(os.path.basename(log)[:-4])
    print(f"| {os.path.basename(log)[:-4]} | {'; '.join(' '.join(r[:4]) for r in kept) or 'none'}{' (suspected for a moment: ' + ', '.join(sorted({a or b for a, b in injectable})) + ')' if injectable and not kept else ''} | {tested} addresses and parameters{'' if 'ending @' in text else ', until its time was over'} |")
print(f"\n## Malformed requests\n\n{malformed}.\n\n## The server\n\nRequests answered with an error of ours during the scans: {errors}.\n")
if incomplete:
    print(f"Not scanned to any use: {', '.join(incomplete)}.\n")
print("**A finding of medium level or worse was made.**" if bad else "**The scan is not complete.**" if incomplete else "**No finding of medium level or worse.**")
sys.exit(1 if bad or incomplete else 0)
