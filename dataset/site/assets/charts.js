// Draws the charts of a page in its own colours and fonts, anew when these or its width change.
"use strict";

(() => {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();

  /** What all charts have in common, in the colours that now hold. */
  function theme(width) {
    const font = getComputedStyle(document.body).fontFamily;
    const text = { labelColor: token("soft"), titleColor: token("soft"), labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12 };
    return {
      background: "transparent",
      font,
      view: { stroke: null },
      axis: { ...text, gridColor: token("line"), domainColor: token("strong-line"), tickColor: token("strong-line") },
      axisY: { labelLimit: width < 500 ? 125 : 290 },
      legend: { ...text, labelFontSize: 13 },
      range: {
        category: [1, 2, 3, 4, 5, 6, 7].map((number) => token(`chart-${number}`)),
        ramp: [token("ramp-low"), token("ramp-high")],
        heatmap: [token("ramp-low"), token("ramp-high")],
      },
      style: {
        "on-faint": { color: token("on-ramp-low"), font, fontSize: 12 },
        "on-strong": { color: token("on-ramp-high"), font, fontSize: 12 },
        label: { fill: token("ink"), font, fontSize: 12 },
        halo: { fill: token("paper"), stroke: token("paper"), strokeWidth: 4, font, fontSize: 12 },
        link: { stroke: token("soft") },
      },
    };
  }

  /** The specification in an element of the page; a Vega specification is told the width, Vega-Lite asks for it. */
  function read(space) {
    const found = JSON.parse(document.getElementById(space.dataset.chart).textContent);
    if (typeof found.width === "number") {
      found.width = Math.max(280, space.clientWidth - 10);
      found.height = Math.min(found.height, Math.round(found.width * 1.4));
    }
    return found;
  }

  const options = {
    actions: false,
    ast: true, // expressions are interpreted: the page allows no code made from text
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true, theme: "page" },
  };

  async function draw(space) {
    const found = await vegaEmbed(space, read(space), { ...options, config: theme(space.clientWidth) });
    space.view = found.view;
    found.view.addEventListener("click", (_, item) => {
      if (item?.datum?.url) location.href = item.datum.url;
    });
    const chooser = document.querySelector(`[data-network="${space.id}"]`);
    if (chooser) connect(found.view, chooser);
    space.dataset.drawn = "yes";
  }

  /** Join the network with the list to choose from and the table: one party's meetings in all three. */
  function connect(view, chooser) {
    const rows = [...document.querySelectorAll("#pair-table tbody tr")];
    const show = () => {
      const chosen = chooser.value;
      let shown = 0;
      for (const row of rows) {
        row.hidden = chosen !== "" && row.dataset.one !== chosen && row.dataset.other !== chosen;
        shown += row.hidden ? 0 : 1;
      }
      document.getElementById("pair-count").textContent = shown;
      document.getElementById("network-status").textContent = `${shown} ${shown === 1 ? "pair" : "pairs"}`;
      view.signal("chosen", chosen).runAsync();
    };
    chooser.onchange = show;
    view.addEventListener("click", (_, item) => {
      const chosen = item?.mark?.name === "discs" ? item.datum.id : "";
      chooser.value = chosen === chooser.value ? "" : chosen;
      show();
    });
    if (chooser.value) show();
  }

  const spaces = [...document.querySelectorAll("[data-chart]")];
  let width = document.documentElement.clientWidth;
  const all = () => Promise.all(spaces.map((space) => draw(space).catch((error) => {
    space.textContent = "The picture could not be drawn; the text below holds the same facts.";
    space.dataset.drawn = "no";
    console.error(error);
  })));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  addEventListener("resize", () => {
    if (document.documentElement.clientWidth === width) return; // a phone hides its bars: only the height changes
    width = document.documentElement.clientWidth;
    all();
  });
  all();
})();
