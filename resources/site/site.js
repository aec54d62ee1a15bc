
// Search, choices and sorting for the tables of this page. Without it every table is just there.
"use strict";
(() => {
  const tools = document.querySelector(".tools");
  const tables = [...document.querySelectorAll("table")];
  if (!tools || !tables.length) return;
  const words = tools.dataset;
  const shown = document.querySelector(".shown");
  const search = tools.elements.search;
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().replace(/\s+/g, " ").trim();

  const rows = tables.flatMap((table) =>
    [...table.tBodies[0].rows].map((row, place) => ({ row, table, place })));
  const columns = new Map();
  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      if (head.hasAttribute("data-choose")) {
        const title = head.textContent;
        if (!columns.has(title)) columns.set(title, new Map());
        columns.get(title).set(table, index);
      }
    });
  }
  const selects = [...columns].map(([title, at]) => choice(title, at)).filter(Boolean);

  function choice(title, at) {
    const values = new Set();
    for (const { row, table } of rows) {
      if (at.has(table)) values.add(row.cells[at.get(table)].textContent);
    }
    values.delete("");
    if (values.size < 2) return null;
    const label = document.createElement("label");
    const select = document.createElement("select");
    label.append(title + " ", select);
    select.append(new Option(words.all, ""));
    for (const value of values) select.append(new Option(value, value));
    tools.insertBefore(label, tools.querySelector("button"));
    return { select, at };
  }

  function text(item) {
    if (item.text === undefined) {
      item.text = fold([...item.row.cells].map((cell) => cell.textContent).join(" "));
    }
    return item.text;
  }

  function show() {
    const tokens = fold(search.value).split(" ").filter(Boolean);
    const chosen = selects.filter(({ select }) => select.value);
    const left = new Map(tables.map((table) => [table, 0]));
    let count = 0;
    for (const item of rows) {
      const fits = chosen.every(({ select, at }) =>
        at.has(item.table) && item.row.cells[at.get(item.table)].textContent === select.value);
      const found = fits && tokens.every((token) => text(item).includes(token));
      item.row.hidden = !found;
      if (found) {
        count += 1;
        left.set(item.table, left.get(item.table) + 1);
      }
    }
    const active = tokens.length > 0 || chosen.length > 0;
    for (const table of tables) {
      (table.closest(".scroll") || table).hidden = active && left.get(table) === 0;
    }
    const said = [...chosen.map(({ select }) => select.value)];
    if (tokens.length) said.push("“" + search.value.trim() + "”");
    const number = words.shown.replace("{shown}", count).replace("{total}", rows.length);
    shown.textContent = active ? number + ": " + said.join(", ") : "";
  }

  function value(cell) {
    const raw = cell.dataset.v ?? cell.textContent;
    return raw === "" ? null : raw;
  }

  function sort(table, index, head) {
    const before = head.getAttribute("aria-sort");
    const next = before === "ascending" ? "descending" : before === "descending" ? "" : "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    if (next) head.setAttribute("aria-sort", next);
    const figures = head.classList.contains("figure");
    const sign = next === "descending" ? -1 : 1;
    const order = (one, other) => {
      const a = value(one.row.cells[index]);
      const b = value(other.row.cells[index]);
      if (!next || a === b) return one.place - other.place;
      if (figures) {
        const x = a === null ? NaN : Number(a);
        const y = b === null ? NaN : Number(b);
        // A word instead of a time stays behind the times, whichever way they are sorted.
        if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
        return sign * (x - y) || one.place - other.place;
      }
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * a.localeCompare(b, undefined, { numeric: true }) || one.place - other.place;
    };
    const own = rows.filter((item) => item.table === table).sort(order);
    table.tBodies[0].append(...own.map(({ row }) => row));
  }

  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.sort.replace("{column}", head.textContent);
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, index, head));
      head.append(button);
    });
  }
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, rows.length > 2000 ? 150 : 0);
  });
  for (const { select } of selects) select.addEventListener("change", show);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => setTimeout(() => { show(); search.focus(); }, 0));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search && search.value) {
      search.value = "";
      show();
    }
  });
  tools.hidden = false;
})();
