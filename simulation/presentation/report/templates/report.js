"use strict";
/* Draws the curves again so that they answer to mouse and finger. Without it, the page shows the same curves still. */
(async function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const plots = [];

  const colour = (name, otherwise) => getComputedStyle(root).getPropertyValue(name).trim() || otherwise;
  const ofLine = (hex) => colour("--c-" + hex.slice(1), hex);

  function paint(plot) {
    const model = plot.model, ink = colour("--ink"), quiet = colour("--quiet"), faint = colour("--faint");
    model.setv({ background_fill_color: null, border_fill_color: null, outline_line_color: null });
    for (const axis of [...model.below, ...model.left]) {
      if (!("axis_label_text_color" in axis)) continue;
      const size = getComputedStyle(root).fontSize, type = getComputedStyle(document.body).fontFamily;
      axis.setv({
        axis_line_color: quiet, major_tick_line_color: quiet, minor_tick_line_color: null, axis_label_text_color: quiet,
        major_label_text_color: ink, major_label_text_font: type, axis_label_text_font: type, axis_label_text_font_style: "normal",
        major_label_text_font_size: (0.8 * parseFloat(size)) + "px", axis_label_text_font_size: (0.8 * parseFloat(size)) + "px",
      });
    }
    for (const part of model.center) {
      if ("grid_line_color" in part) part.grid_line_color = faint;
      if (part.name === "warm-up") part.fill_color = colour("--shade");
      if (part.name === "turn" || part.name === "horizon") part.line_color = part.name === "turn" ? quiet : ink;
    }
    plot.strategies.forEach((strategy, place) => {
      const shade = ofLine(strategy.colour);
      const line = plot.find("line" + place), band = plot.find("band" + place);
      line.glyph.line_color = { value: shade };
      band.glyph.fill_color = { value: shade };
    });
  }

  function says(plot) {
    const shown = plot.strategies.map((one, place) => [one, place]).filter(([, place]) => plot.find("line" + place).visible);
    const rows = shown.map(([one, place]) => {
      const row = document.createElement("div"), name = document.createElement("b");
      name.textContent = one.name.replace(/[@$]/g, "") + " ";
      name.style.color = one.colour;
      row.append(name, "@says" + place);
      return row.outerHTML;
    });
    plot.find("hover").tooltips = '<div style="font-size:12px;color:#222"><div>month @month</div>' + rows.join("") + "</div>";
  }

  async function draw(entry) {
    const target = document.querySelector('[data-drawing="' + entry.name + '"]');
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", target.previousElementSibling.getAttribute("aria-label"));
    target.removeAttribute("aria-hidden");
    const views = await Bokeh.embed.embed_item(entry.item, target);
    const model = views.roots[0].model;
    const find = (name) => model.select_one(name) || model.document.get_model_by_name(name);
    const plot = { name: entry.name, strategies: entry.strategies, model, find };
    paint(plot);
    says(plot);
    unfocus(target);
    return plot;
  }

  /* A drawing is one picture to the keyboard and to screen readers: nothing in it is a stop of its own. */
  function unfocus(element) {
    for (const part of element.querySelectorAll("*")) {
      if (part.hasAttribute("tabindex")) part.tabIndex = -1;
      if (part.shadowRoot) unfocus(part.shadowRoot);
    }
  }

  function choose(section, mine) {
    for (const box of section.querySelectorAll("input[data-strategy]")) {
      box.addEventListener("change", () => {
        for (const plot of mine) {
          plot.strategies.forEach((strategy, place) => {
            if (strategy.name !== box.dataset.strategy) return;
            plot.find("line" + place).visible = plot.find("band" + place).visible = box.checked;
          });
          says(plot);
        }
        const row = section.querySelector('tr[data-row="' + CSS.escape(box.dataset.strategy) + '"]');
        if (row) row.hidden = !box.checked;
      });
    }
  }

  function stop(section, horizon, mine) {
    const block = section.querySelector("[data-horizon]");
    if (!block || !horizon) return;
    const frame = block.appendChild(document.createElement("div"));
    frame.className = "table";
    const table = frame.appendChild(document.createElement("table")), heads = table.createTHead().insertRow();
    heads.insertCell();
    for (const text of horizon.heads) {
      const head = heads.appendChild(document.createElement("th"));
      head.scope = "col";
      head.textContent = text;
    }
    const body = table.createTBody();
    const cells = horizon.names.map((name) => {
      const row = body.insertRow(), head = row.appendChild(document.createElement("th"));
      row.dataset.row = name;
      head.scope = "row";
      head.textContent = name;
      return horizon.heads.map(() => row.insertCell());
    });
    const slider = block.querySelector("input"), output = block.querySelector("output");
    const spans = mine.map((plot) => plot.find("horizon"));
    const show = () => {
      const month = Number(slider.value);
      output.textContent = "month " + month;
      cells.forEach((row, place) => row.forEach((cell, column) => { cell.textContent = horizon.cells[place][month - 1][column]; }));
      for (const span of spans) span.location = month;
    };
    slider.addEventListener("input", show);
    show();
    block.hidden = false;
  }

  root.classList.add("drawn");
  try {
    for (const entry of data.items) plots.push(await draw(entry));
  } catch (error) {
    root.classList.remove("drawn");
    throw error;
  }
  for (const section of document.querySelectorAll("[data-live]")) {
    const mine = plots.filter((plot) => plot.name.startsWith(section.dataset.live + "-"));
    choose(section, mine);
    stop(section, data.horizons.find((one) => one.prefix === section.dataset.live), mine);
  }
  dark.addEventListener("change", () => plots.forEach(paint));
  const opened = [];
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) { part.open = true; opened.push(part); }
  });
  window.addEventListener("afterprint", () => { while (opened.length) opened.pop().open = false; });
})();
