// The text of the source with its marks. The text is cut into pieces (lines, or parts of very long ones); a piece is
// drawn anew only when its marks change, so that a text of a megabyte stays quick.
//
// Records count code points, the browser counts UTF-16 units: everything here is in units, and `toUnits` and
// `toPoints` lead from the one to the other.

import { h } from "/assets/dom.js";

const LONGEST_PIECE = 3000;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’\u200c-][\p{L}\p{N}\p{M}]+)*/gu;
const FAR = 600;
const LONG = 60_000; // from here on, lines out of sight are not laid out

export class Source {
  constructor(root, { onPick, onVisit }) {
    this.root = root;
    this.onPick = onPick;
    this.onVisit = onVisit;
    this.pieces = [];
    this.picked = null;
    this.anchor = null;
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("selectionchange", () => this.#selectionChanged());
  }

  /** Show a text anew; `regions` are spans of code points, `hidden` places of characters that cannot be seen. */
  open(text, language, regions, hidden) {
    this.text = text;
    this.#measure();
    this.hidden = new Set(hidden.map((place) => this.toUnits(place)));
    this.regions = regions.map(({ kind, span }) => ({ kind, start: this.toUnits(span[0]), end: this.toUnits(span[1]) }));
    this.root.lang = language;
    this.isLong = text.length > LONG;
    this.root.classList.toggle("long", this.isLong);
    this.#cut();
    this.picked = this.anchor = null;
    CSS.highlights?.delete("picked");
  }

  // ------------------------------------------------------------------------------ units and code points

  #measure() {
    this.pairs = []; // where characters begin that take two units
    for (let at = 0; at < this.text.length; at += 1) {
      const unit = this.text.charCodeAt(at);
      if (unit >= 0xd800 && unit < 0xdc00) this.pairs.push(at);
    }
  }

  #pairsBefore(limit) {
    let [low, high] = [0, this.pairs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  toPoints(units) {
    return units - this.#pairsBefore(units);
  }

  toUnits(points) {
    // The n-th pair begins at code point pairs[n] - n: as many lie before as begin earlier than `points`.
    let [low, high] = [0, this.pairs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] - middle < points) low = middle + 1;
      else high = middle;
    }
    return points + low;
  }

  // ------------------------------------------------------------------------------------------ drawing

  #cut() {
    this.pieces = [];
    const lines = [];
    let at = 0;
    for (const raw of this.text.split("\n")) {
      const end = at + raw.length - (raw.endsWith("\r") ? 1 : 0);
      const line = h("p", { class: "line", dir: "auto" });
      if (end - at <= LONGEST_PIECE) this.#piece(line, at, end);
      else {
        for (let from = at; from < end;) {
          let to = Math.min(end, from + LONGEST_PIECE);
          const blank = to < end ? this.text.lastIndexOf(" ", to) : -1;
          if (blank > from + LONGEST_PIECE / 2) to = blank + 1;
          if (to < end && this.#isLow(to)) to -= 1;
          const part = h("span", {});
          line.append(part);
          this.#piece(part, from, to);
          from = to;
        }
      }
      lines.push(line);
      at += raw.length + 1;
    }
    this.#name(lines);
    this.root.replaceChildren(...lines);
  }

  #isLow(at) {
    const unit = this.text.charCodeAt(at);
    return unit >= 0xdc00 && unit < 0xe000;
  }

  #piece(element, start, end) {
    element.dataset.piece = this.pieces.length;
    this.pieces.push({ element, start, end, drawn: null });
  }

  /** Say at the head of each part what it is: headline, body, site furniture. */
  #name() {
    let furnitureFrom = 0;
    const heads = [];
    for (const { kind, start, end } of this.regions) {
      if (this.text.slice(furnitureFrom, start).trim()) heads.push([furnitureFrom, "site furniture"]);
      heads.push([start, kind]);
      furnitureFrom = end;
    }
    if (this.text.slice(furnitureFrom).trim()) heads.push([furnitureFrom, "site furniture"]);
    for (const [at, name] of heads) {
      const words = at + (this.text.slice(at).match(/^\s*/u)?.[0].length ?? 0);
      const line = this.#pieceAt(words).element.closest(".line") ?? this.#pieceAt(words).element;
      line.dataset.region = line.dataset.region ? `${line.dataset.region} · ${name}` : name;
    }
  }

  #pieceAt(units) {
    let [low, high] = [0, this.pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle].start <= units) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low];
  }

  /** Draw marks: `{start, end, names, ref, tag, title}` in units, those that come later lie above. */
  draw(marks) {
    const furniture = [];
    let at = 0;
    for (const { start, end } of this.regions) {
      if (start > at) furniture.push({ start: at, end: start, names: "mk-furniture" });
      at = Math.max(at, end);
    }
    if (at < this.text.length) furniture.push({ start: at, end: this.text.length, names: "mk-furniture" });
    const all = [...furniture, ...marks].map((mark, order) => ({ ...mark, order }));
    all.sort((one, other) => one.start - other.start || one.order - other.order);
    let next = 0;
    let open = [];
    for (const piece of this.pieces) {
      while (next < all.length && all[next].start < piece.end) {
        open.push(all[next]);
        next += 1;
      }
      open = open.filter((mark) => mark.end > piece.start);
      const here = open.filter((mark) => mark.start < piece.end);
      const state = here.map((mark) => `${mark.start},${mark.end},${mark.names},${mark.ref},${mark.tag ?? ""}`).join(";");
      if (state === piece.drawn) continue;
      piece.drawn = state;
      piece.element.replaceChildren(...this.#segments(piece, here));
    }
  }

  *#segments(piece, marks) {
    const edges = new Set([piece.start, piece.end]);
    for (const { start, end } of marks) {
      if (start > piece.start) edges.add(start);
      if (end < piece.end) edges.add(end);
    }
    for (let at = piece.start; at < piece.end; at += 1) {
      if (this.hidden.has(at)) { edges.add(at); edges.add(at + 1); }
    }
    const places = [...edges].sort((one, other) => one - other);
    for (let number = 0; number + 1 < places.length; number += 1) {
      const [start, end] = [places[number], places[number + 1]];
      const text = this.text.slice(start, end);
      const over = marks.filter((mark) => mark.start < end && mark.end > start).sort((one, other) => one.order - other.order);
      const names = [...new Set(over.flatMap((mark) => mark.names.split(" ")))];
      const isHidden = this.hidden.has(start);
      if (isHidden) names.push("unseen");
      if (!names.length) { yield document.createTextNode(text); continue; }
      const refs = [...new Set(over.map((mark) => mark.ref).filter(Boolean))];
      const tags = over.filter((mark) => mark.tag && mark.start === start).map((mark) => mark.tag);
      const title = over.map((mark) => mark.title).filter(Boolean).at(-1);
      yield h("span", {
        class: `mk ${names.join(" ")}`,
        title: isHidden ? `character U+${text.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` : title,
        dataset: {
          ...(refs.length ? { refs: refs.join(" ") } : {}),
          ...(tags.length ? { tag: tags.join(" · ") } : {}),
          ...(isHidden ? { code: text.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") } : {}),
        },
      }, text);
    }
  }

  // ------------------------------------------------------------------------------------ places on the screen

  /** Node and offset of a place in the text. */
  #point(units) {
    const piece = this.#pieceAt(units);
    let rest = Math.min(units, piece.end) - piece.start;
    const walker = document.createTreeWalker(piece.element, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    for (; node; node = walker.nextNode()) {
      if (rest <= node.length) return [node, rest];
      rest -= node.length;
    }
    return [piece.element, piece.element.childNodes.length];
  }

  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.#point(start));
    range.setEnd(...this.#point(end));
    return range;
  }

  /** Bring a stretch of text into sight. Lines that were never drawn get their height only then: so it looks again. */
  reveal(start, end, rounds = this.isLong ? 4 : 1) {
    const box = this.root.getBoundingClientRect();
    let place = this.range(start, Math.min(end, start + FAR)).getBoundingClientRect();
    if (!place.height) {
      this.#pieceAt(start).element.scrollIntoView({ block: "center" });
      place = this.range(start, Math.min(end, start + FAR)).getBoundingClientRect();
    }
    if (place.top < box.top + 24 || place.bottom > box.bottom - 24) {
      this.root.scrollTop += place.top - box.top - Math.max(24, (box.height - place.height) / 3);
    }
    if (rounds > 1) requestAnimationFrame(() => this.reveal(start, end, rounds - 1));
  }

  #units(node, offset) {
    if (node === this.root) {
      const line = this.root.children[offset];
      if (!line) return this.text.length;
      return this.pieces[(line.dataset.piece ? line : line.firstElementChild).dataset.piece].start;
    }
    const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-piece]");
    if (!element) { // a long line: between its pieces
      const part = node.children?.[offset] ?? node.lastElementChild;
      const piece = this.pieces[part.dataset.piece];
      return node.children[offset] ? piece.start : piece.end;
    }
    const range = document.createRange();
    range.setStart(element, 0);
    range.setEnd(node, offset);
    return this.pieces[element.dataset.piece].start + range.toString().length;
  }

  // ------------------------------------------------------------------------------------------ selecting

  #selectionChanged() {
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return;
    if (range.collapsed) return;
    let start = this.#units(range.startContainer, range.startOffset);
    let end = this.#units(range.endContainer, range.endOffset);
    if (this.#isLow(start)) start -= 1;
    if (this.#isLow(end)) end += 1;
    const words = this.text.slice(start, end);
    start += words.length - words.trimStart().length;
    end = start + words.trim().length;
    if (start >= end || (this.picked?.start === start && this.picked?.end === end)) return;
    this.anchor = null; // the mouse begins anew
    this.#pick(start, end);
  }

  #pick(start, end) {
    if (this.picked?.start === start && this.picked?.end === end) return;
    this.picked = { start, end };
    this.#paint();
    this.onPick(this.picked);
  }

  /** What was picked stays to be seen while the keyboard is elsewhere. */
  #paint() {
    if (!CSS.highlights) return;
    if (this.picked) CSS.highlights.set("picked", new Highlight(this.range(this.picked.start, this.picked.end)));
    else CSS.highlights.delete("picked");
  }

  /** Draw the picked words again after the text around them was drawn anew. */
  repaint() {
    this.#paint();
  }

  /** Nothing is picked any more. */
  clear() {
    if (!this.picked) return;
    this.picked = null;
    this.#paint();
    const selection = getSelection();
    if (selection.rangeCount && this.root.contains(selection.anchorNode)) selection.removeAllRanges();
    this.onPick(null);
  }

  /** The picked stretch in code points; null without one. */
  get span() {
    return this.picked && [this.toPoints(this.picked.start), this.toPoints(this.picked.end)];
  }

  get words() {
    return this.picked ? this.text.slice(this.picked.start, this.picked.end) : "";
  }

  #click(event) {
    if (!getSelection().isCollapsed) return;
    const mark = event.target.closest("[data-refs]");
    if (mark) this.onVisit(mark.dataset.refs.split(" "));
  }

  // ------------------------------------------------------------------------------------------- keyboard

  /** Put the keyboard into the text, at the first word of a stretch. */
  enter(start) {
    this.root.focus({ preventScroll: true });
    const word = this.#wordAfter(start) ?? this.#wordBefore(start);
    if (word) this.#select(word, word);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = {
      ArrowRight: (from) => this.#wordAfter(from.end),
      ArrowLeft: (from) => this.#wordBefore(from.start),
      ArrowDown: (from) => this.#wordAfter(this.#lineEnd(from.end)),
      ArrowUp: (from) => this.#firstOfLine(this.#wordBefore(this.#lineStart(from.start))),
      End: (from) => this.#wordBefore(this.#lineEnd(from.end)),
      Home: (from) => this.#firstOfLine(from),
    }[event.key];
    if (event.key === "Enter") {
      const mark = this.picked && this.#point(this.picked.start)[0].parentElement?.closest("[data-refs]");
      if (mark) { event.preventDefault(); this.onVisit(mark.dataset.refs.split(" ")); }
      return;
    }
    if (!move) return;
    event.preventDefault();
    const from = this.picked ? (this.anchor ? this.moving : this.picked) : this.#atTop();
    const word = move(from);
    if (!word) return;
    this.#select(event.shiftKey && this.picked ? this.anchor ?? this.picked : word, word);
  }

  /** The place from which the first arrow starts: the first line in sight. */
  #atTop() {
    const box = this.root.getBoundingClientRect();
    const piece = this.pieces.find(({ element }) => element.getBoundingClientRect().bottom > box.top) ?? this.pieces[0];
    return { start: piece.start, end: piece.start };
  }

  #select(anchor, moving) {
    this.anchor = anchor;
    this.moving = moving;
    const [start, end] = [Math.min(anchor.start, moving.start), Math.max(anchor.end, moving.end)];
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(this.range(start, end));
    this.#pick(start, end);
    this.reveal(moving.start, moving.end);
  }

  #wordAfter(units) {
    WORD.lastIndex = units;
    const match = WORD.exec(this.text);
    return match && { start: match.index, end: match.index + match[0].length };
  }

  #wordBefore(units) {
    let from = Math.max(0, units - FAR);
    if (from) from = this.#wordAfter(from)?.start ?? from; // not from the middle of a word
    for (let last = null; ; from = Math.max(0, from - FAR)) {
      WORD.lastIndex = from;
      for (let match = WORD.exec(this.text); match && match.index + match[0].length <= units; match = WORD.exec(this.text)) {
        last = { start: match.index, end: match.index + match[0].length };
      }
      if (last || !from) return last;
    }
  }

  #lineStart(units) {
    return this.text.lastIndexOf("\n", units - 1) + 1;
  }

  #lineEnd(units) {
    const at = this.text.indexOf("\n", units);
    return at < 0 ? this.text.length : at;
  }

  #firstOfLine(word) {
    return word && this.#wordAfter(this.#lineStart(word.start));
  }
}
