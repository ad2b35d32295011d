/* <s-chart kind="bar" or "line", unit="{} h", label="what it shows"> around a table in <details>: draws the table, and folds it away.
   The table stays the truth: row headings are the places of the axis, each further column is a row of values (data-value), and a
   click on a value goes where its link goes. Without this script the table simply stands there. */
(() => {
  "use strict";
  const root = document.documentElement;
  const persian = root.lang === "fa";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const format = new Intl.NumberFormat(persian ? "fa-IR" : "en", { maximumFractionDigits: 1 });
  const drawn = new Set();

  /** A colour of the page as the browser computes it: canvas knows neither variables nor light-dark(). */
  const colour = (name, element) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    probe.hidden = true;
    element.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  class SChart extends HTMLElement {
    connectedCallback() {
      const details = this.querySelector("details");
      if (this.plot || !details || !globalThis.Chart) return;
      this.details = details;
      this.plot = document.createElement("div");
      this.plot.className = "plot";
      this.plot.setAttribute("role", "img");
      this.plot.setAttribute("aria-label", this.getAttribute("label") || "");
      this.plot.append(document.createElement("canvas"));
      details.before(this.plot);
      details.open = false;
      drawn.add(this);
      document.fonts.load(`12px ${getComputedStyle(this).fontFamily}`).then(() => this.draw());
    }

    disconnectedCallback() {
      this.chart?.destroy();
      this.chart = undefined;
      drawn.delete(this);
    }

    read() {
      const rows = [...this.querySelectorAll("tbody tr")];
      const names = [...this.querySelectorAll("thead th")].slice(1).map((cell) => cell.textContent.trim());
      this.cells = names.map((_name, at) => rows.map((row) => row.querySelectorAll("td")[at]));
      return { names, labels: rows.map((row) => row.querySelector("th").textContent.trim()) };
    }

    draw() {
      if (!this.isConnected) return;
      this.chart?.destroy();
      const { names, labels } = this.read();
      const line = this.getAttribute("kind") === "line";
      const datasets = names.map((label, at) => {
        const tint = colour(`--c${at + 1}`, this);
        const data = this.cells[at].map((cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value)));
        const shape = line
          ? { borderWidth: 2, borderDash: at ? [5, 4] : [], pointRadius: labels.length > 20 ? 2 : 3, cubicInterpolationMode: "monotone", spanGaps: true }
          : { borderRadius: 4, maxBarThickness: 26, categoryPercentage: 0.72 };
        return { label, data, backgroundColor: tint, borderColor: tint, ...shape };
      });
      this.chart = new globalThis.Chart(this.plot.firstChild, {
        type: line ? "line" : "bar",
        data: { labels, datasets },
        options: this.options(getComputedStyle(this).fontFamily),
      });
    }

    options(family) {
      const rtl = getComputedStyle(this).direction === "rtl";
      const [soft, grid, text, raised] = ["--soft", "--line", "--text", "--raised"].map((name) => colour(name, this));
      const font = { family, size: 12 };
      const unit = this.getAttribute("unit") || "{}";
      const shown = (value) => unit.replace("{}", format.format(value));
      const said = (item) => `${item.dataset.label}: ${this.cells[item.datasetIndex][item.dataIndex].textContent.trim()}`;
      return {
        maintainAspectRatio: false,
        animation: still.matches ? false : { duration: 300 },
        interaction: { mode: "index", intersect: false },
        onClick: (event, _found, chart) => this.follow(chart.getElementsAtEventForMode(event.native, "nearest", { intersect: true }, false)[0]),
        onHover: (event, found) => {
          event.native.target.style.cursor = found.length ? "pointer" : "default";
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            rtl,
            textDirection: rtl ? "rtl" : "ltr",
            backgroundColor: raised,
            titleColor: text,
            bodyColor: text,
            borderColor: grid,
            borderWidth: 1,
            padding: 10,
            boxPadding: 6,
            titleFont: { ...font, weight: 600 },
            bodyFont: font,
            callbacks: { label: said },
          },
        },
        scales: {
          x: { reverse: rtl, grid: { display: false }, border: { color: grid }, ticks: { color: soft, font, maxRotation: 0, autoSkipPadding: 14 } },
          y: {
            position: rtl ? "right" : "left",
            beginAtZero: true,
            border: { display: false },
            grid: { color: grid },
            ticks: { color: soft, font, maxTicksLimit: 6, precision: unit === "{}" ? 0 : undefined, callback: shown },
          },
        },
      };
    }

    follow(place) {
      const link = place && this.cells[place.datasetIndex][place.index].querySelector("a");
      if (link) link.click();
    }
  }

  new MutationObserver(() => drawn.forEach((chart) => chart.draw())).observe(root, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((chart) => chart.draw()));
  customElements.define("s-chart", SChart);
})();
