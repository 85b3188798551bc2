// From statements to marks in the text: what a mark looks like says what it is, in colour and in the kind of line.

const ROLES = { speakers: "speaker", relayers: "relayer", addressees: "addressee", recipients: "recipient" };

/** How a statement stands: recorded, candidate, accepted, rejected, new. */
export function stateOf(item) {
  return item.decision ?? item.kind;
}

function isShown(item, shown) {
  return item.kind === "candidate" && item.decision !== "accepted" ? shown.candidates : shown.statements;
}

/** Marks of all items for `Source.draw`; `current` is the one that is worked on, with all its parts named. */
export function marksOf(items, current, mentions, shown, source) {
  const marks = [];
  const add = ([start, end], names, more = {}) => {
    marks.push({ start: source.toUnits(start), end: source.toUnits(end), names, ...more });
  };
  if (shown.mentions) for (const one of mentions) add(one.span, "mk-mention", { title: `${one.form}: ${one.id}` });
  for (const item of items) {
    const isNow = item.ref === current;
    if (!isNow && !isShown(item, shown)) continue;
    const { ref, spans } = item;
    const state = stateOf(item);
    const now = isNow ? " now" : "";
    const told = `${item.number}: ${state}${item.tier && item.kind === "candidate" ? `, ${item.tier}` : ""}`;
    if (shown.attribution || isNow) {
      if (spans.cue) add(spans.cue, `mk-cue${now}`, { ref, tag: isNow ? "cue" : null, title: `cue of ${told}` });
      for (const { role, span } of spans.labels) {
        if (isNow || role === "speakers") {
          add(span, `mk-${role}${now}`, { ref, tag: isNow ? ROLES[role] : null, title: `${ROLES[role]} of ${told}` });
        }
      }
    }
    spans.content.forEach((span, number) => {
      const tag = number ? (isNow ? `${item.number}, continued` : null) : String(item.number);
      add(span, `mk-content st-${state}${now}`, { ref, tag, title: `content of ${told}` });
    });
    if (isNow) for (const span of spans.quoted) add(span, "mk-quoted", { ref });
  }
  return marks;
}
