// What was done and can be undone: steps of one or more operations, kept for this tab so that a reload loses nothing.

export class Work {
  constructor(article) {
    this.key = `review-work:${article}`;
    this.base = null;
    this.steps = [];
    this.undone = [];
  }

  get operations() {
    return this.steps.flat();
  }

  get isEmpty() {
    return this.steps.length === 0;
  }

  keep() {
    if (this.isEmpty) sessionStorage.removeItem(this.key);
    else sessionStorage.setItem(this.key, JSON.stringify({ base: this.base, steps: this.steps }));
  }

  /** What a page of this tab left behind; null if nothing. */
  left() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  push(step) {
    this.steps.push(step);
    this.undone = [];
    this.keep();
  }

  /** Take back what was pushed last, because it could not be done. */
  drop() {
    this.steps.pop();
    this.keep();
  }

  undo() {
    const step = this.steps.pop();
    if (step) this.undone.push(step);
    this.keep();
    return step;
  }

  redo() {
    const step = this.undone.pop();
    if (step) this.steps.push(step);
    this.keep();
    return step;
  }

  start(base, steps = []) {
    this.base = base;
    this.steps = steps;
    this.undone = [];
    this.keep();
  }
}

/** What was done, in words that can be pasted: JSON is YAML. */
export function asText(steps, items) {
  const changed = items.filter((one) => one.changed);
  const parts = changed.map((one) => `# ${one.decision ?? one.kind} ${one.ref}${one.reason ? `: ${one.reason}` : ""}\n- ${JSON.stringify(one.tree, null, 2).replaceAll("\n", "\n  ")}\n`);
  return parts.length ? parts.join("\n") : `${JSON.stringify(steps, null, 2)}\n`;
}
