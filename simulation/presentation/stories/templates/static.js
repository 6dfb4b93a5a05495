"use strict";
/* Opens one story at a time, takes predictions, and fills drawings and words with the world that the sliders choose. */
(function () {
  const stories = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement, dark = window.matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const drawings = new Map();

  function paint(model, sides) {
    const ink = colour("--ink"), quiet = colour("--quiet"), size = 0.82 * parseFloat(getComputedStyle(root).fontSize) + "px";
    model.setv({ background_fill_color: null, border_fill_color: null, outline_line_color: null });
    for (const axis of [...model.below, ...model.left]) {
      if (!("axis_label_text_color" in axis)) continue;
      axis.setv({
        axis_line_color: quiet, major_tick_line_color: quiet, minor_tick_line_color: null, axis_label_text_color: quiet,
        major_label_text_color: ink, axis_label_text_font_style: "normal", major_label_text_font_size: size, axis_label_text_font_size: size,
      });
    }
    for (const part of model.center) {
      if ("grid_line_color" in part) part.grid_line_color = colour("--faint");
      if (part.name === "nought") part.line_color = ink;
    }
    sides.forEach((side, place) => {
      const shade = dark.matches ? side.dark : side.colour;
      const line = model.select_one("line" + place), band = model.select_one("band" + place);
      if (line) line.glyph.line_color = { value: shade };
      if (band) band.glyph.fill_color = { value: shade };
    });
    for (const name of ["mine", "points"]) {
      const mine = model.select_one(name);
      if (mine) mine.glyph.line_color = { value: ink };
      if (mine && name === "points") mine.glyph.fill_color = { value: colour("--paper") };
    }
  }

  function unfocus(element) {
    for (const part of element.querySelectorAll("*")) {
      if (part.hasAttribute("tabindex")) part.tabIndex = -1;
      if (part.shadowRoot) unfocus(part.shadowRoot);
    }
  }

  async function draw(name, item, sides) {
    if (drawings.has(name)) return drawings.get(name);
    const target = document.querySelector('[data-drawing="' + name + '"]');
    const views = await Bokeh.embed.embed_item(item, target);
    const model = views.roots[0].model;
    drawings.set(name, model);
    paint(model, sides);
    model.sides = sides;
    unfocus(target);
    return model;
  }

  // What there is none of is null in the data and NaN in a drawing, which takes null for 0.
  const drawable = (columns) => Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.map((value) => value === null ? NaN : value)]));

  const source = (model, line) => model.select_one(line).data_source;

  function say(section, part, text) { section.querySelector('[data-part="' + part + '"]').textContent = text; }

  function list(section, part, entries) {
    const place = section.querySelector('[data-part="' + part + '"]');
    place.replaceChildren(...entries.map(([kind, text]) => {
      const item = document.createElement("li");
      item.textContent = text;
      if (kind) item.className = kind;
      return item;
    }));
  }

  function prepare(story) {
    const section = document.getElementById(story.key), reveal = section.querySelector("details.reveal");
    const sliders = [...section.querySelectorAll("form.world input")], back = section.querySelector("button.back");
    const number = section.querySelector("form.number"), line = section.querySelector("form.line");
    const world = () => story.worlds[sliders.map((slider) => slider.value).join(",")];
    let shown = false;

    async function show() {
      const now = world();
      sliders.forEach((slider) => {
        const word = slider.dataset.words.split("|")[Number(slider.value)];
        slider.parentElement.querySelector("output").textContent = word;
        slider.setAttribute("aria-valuetext", word);
      });
      back.disabled = sliders.every((slider) => slider.value === slider.dataset.own);
      say(section, "head", now.head + " " + now.also);
      say(section, "answer", now.answer);
      list(section, "facts", now.facts.map((text) => ["", text]));
      list(section, "held", now.held);
      say(section, "last", now.last);
      compare(now);
      root.classList.add("drawn");
      for (const one of story.drawings) {
        const model = await draw(one.name, one.item, story.sides);
        const data = source(model, story.sides.map((_, place) => "line" + place).find((name) => model.select_one(name)));
        data.data = { month: data.data.month, ...drawable(now.curves[one.measure]) };
      }
      if (story.paper) {
        const model = await draw(story.key + "-paper", story.paper, story.sides);
        const data = source(model, "line0");
        data.data = { month: data.data.month, ...drawable(now.found) };
      }
    }

    function compare(now) {
      if (!number) return say(section, "mine", "Your line is dashed, on the paper above.");
      const said = Number(number.querySelector("[type=number]").value);
      const off = now.value === null ? "" : Math.abs(said - now.value) < 0.5 ? " Spot on." :
        " Off by " + Math.abs(said - now.value).toFixed(Math.abs(said - now.value) < 10 ? 1 : 0) + ".";
      say(section, "mine", "You said " + said + "." + off);
    }

    if (number) {
      const [range, typed] = number.querySelectorAll("input");
      number.hidden = false;
      range.addEventListener("input", () => { typed.value = range.value; if (shown) compare(world()); });
      typed.addEventListener("input", () => { range.value = typed.value; if (shown) compare(world()); });
      number.addEventListener("submit", (event) => { event.preventDefault(); reveal.open = true; });
    }
    if (line) {
      line.hidden = false;
      const points = [...line.querySelectorAll("input")];
      const move = async () => {
        const model = await draw(story.key + "-paper", story.paper, story.sides);
        const data = source(model, "mine");
        data.data = { month: data.data.month, value: points.map((point) => Number(point.value)) };
      };
      points.forEach((point) => point.addEventListener("input", move));
      document.addEventListener("drawn", (event) => {
        const { paper, month, value } = event.detail;
        if (paper !== story.key + "-paper") return;
        const nearest = points.reduce((best, one) =>
          Math.abs(one.dataset.month - month) < Math.abs(best.dataset.month - month) ? one : best);
        nearest.value = value;
        move();
      });
    }
    section.querySelector("form.world").hidden = false;
    sliders.forEach((slider) => slider.addEventListener("input", show));
    back.addEventListener("click", () => { for (const slider of sliders) slider.value = slider.dataset.own; show(); sliders[0].focus(); });
    reveal.addEventListener("toggle", () => { if (reveal.open && !shown) { shown = true; show(); } });
    story.opened = () => { if (story.paper) draw(story.key + "-paper", story.paper, story.sides); };
  }

  function open(focus) {
    const key = decodeURIComponent(location.hash.slice(1));
    const story = stories.find((one) => one.key === key) || stories[0];
    for (const section of document.querySelectorAll("[data-story]")) section.classList.toggle("open", section.id === story.key);
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash.slice(1) === story.key) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    story.opened();
    if (focus) { document.getElementById(story.key + "-title").focus({ preventScroll: true }); window.scrollTo(0, 0); }
  }

  root.classList.add("ready");
  stories.forEach(prepare);
  window.addEventListener("hashchange", () => open(true));
  dark.addEventListener("change", () => { for (const model of drawings.values()) paint(model, model.sides); });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, button, summary, a") || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = stories.findIndex((one) => document.getElementById(one.key).classList.contains("open"));
    const next = stories[at + step];
    if (next) location.hash = next.key;
  });
  open(false);
})();
