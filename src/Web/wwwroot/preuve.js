// Confirms a booking by a computation: numbers are sought whose SHA-256 begins with zeros, and the form carries them. Nothing is fetched, and
// nothing but plain arithmetic is needed: the browser's own SHA-256 answers one by one, later, and not at all over plain http.
(() => {
  "use strict";
  const form = document.querySelector("form[data-challenge]");
  if (!form) {
    return;
  }

  const { challenge } = form.dataset;
  const parts = Number(form.dataset.parts);
  const bits = Number(form.dataset.bits);
  const fraction = (x) => (x - Math.floor(x)) * 4294967296 | 0;
  const start = [];
  const constants = new Int32Array(64);
  for (let n = 2, known = 0; known < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) {
      prime = prime && n % d > 0;
    }
    if (prime) {
      if (start.length < 8) {
        start.push(fraction(Math.sqrt(n)));
      }
      constants[known++] = fraction(Math.cbrt(n));
    }
  }

  // One block: the text has 55 signs at most, all ASCII. Only the first word is wanted.
  const words = new Int32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  const firstWord = (text) => {
    words.fill(0, 0, 16);
    for (let i = 0; i < text.length; i++) {
      words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    }
    words[text.length >> 2] |= 128 << (24 - (text.length & 3) * 8);
    words[15] = text.length * 8;
    for (let i = 16; i < 64; i++) {
      const near = words[i - 2];
      const far = words[i - 15];
      words[i] = (turn(near, 17) ^ turn(near, 19) ^ (near >>> 10)) + words[i - 7] + (turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)) + words[i - 16];
    }
    let [a, b, c, d, e, f, g, h] = start;
    for (let i = 0; i < 64; i++) {
      const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + words[i]) | 0;
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    return (start[0] + a) >>> 0;
  };

  const said = document.getElementById("preuve-dite");
  const rest = () => new Promise((done) => setTimeout(done));
  const seek = async () => {
    const found = [];
    for (let part = 0; part < parts; part++) {
      said.textContent = part * 2 < parts ? said.dataset.begun : said.dataset.half;
      await rest();
      let n = 0;
      while (firstWord(`${challenge}.${part}.${n}`) >>> (32 - bits) !== 0) {
        n++;
      }
      found.push(n);
    }
    return found.join(".");
  };

  let busy = false;
  form.closest("section").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    form.elements.preuve.value = await seek();
    said.textContent = said.dataset.done;
    form.submit();
  });
})();
