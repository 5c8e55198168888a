(DataTable) => {
  "use strict";
  // A row of the flag data, by place.
  const ID = 0, LEVEL = 1, STATUS = 2, RULE = 3, VILLAGE = 4, SUBJECT = 5, PERIOD = 6, AMOUNT = 7, MESSAGE = 8,
    CHECK = 9, FIRST = 10, LAST = 11, FACT = 12, OPEN = 13, RECTIFIED = 14, WHY = 15, NEW = 16;
  const LEVELS = ["严重", "高", "中", "低", "提示"];
  const MOST_ROWS = 200, MOST_PRINTED = 300, MOST_UNFOLDED = 60, MOST_LINES = 300, MOST_EXPORTED = 20000, MOST_PLACES = 5;
  const byId = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(byId(id).textContent);

  // By the reader's clock: of nights that no longer come, no page can tell by itself.
  const night = document.querySelector("[data-batch=started_at]").textContent;
  const days = Math.floor((Date.now() - new Date(night.replace(" ", "T"))) / 86400000);
  if (days >= 2) {
    // A township's page is written anew only where something in it has changed.
    byId("stale").textContent = byId("stale").className === "kept"
      ? `本页的内容是 ${days} 天前（${night}）那一夜的。本乡镇没有变化的，以后各夜不再重写；是不是最新的，看县里的审计报告。`
      : `本页是 ${days} 天前（${night}）那一夜的内容，可能不是最新的。请找最近一夜的报告；`
        + "要是没有，请让维护人员看看每晚的运行是不是停了。";
    byId("stale").hidden = false;
  }

  const { flags, rules, villages, checks } = read("flag-data");
  let known = null;
  const evidence = () => (known ??= read("evidence-data"));

  // Amounts stay text: grouped by threes as they stand, never calculated with.
  const money = (text) => text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  const orDash = (text) => text || "—";
  const rule = (flag) => rules[flag[RULE]];
  const township = (flag) => villages[flag[VILLAGE]][0];
  const village = (flag) => villages[flag[VILLAGE]][1];
  const pending = (flag) => flag[OPEN];

  // Everything is put in as text; nothing that comes from a sheet is ever read as markup.
  const make = (name, className, ...content) => {
    const one = document.createElement(name);
    if (className) one.className = className;
    one.append(...content.filter((part) => part !== null));
    return one;
  };
  const tag = (word) => {
    const one = make("span", "tag", word);
    one.dataset.word = word;
    return one;
  };
  const list = (pairs) => {
    const one = make("dl", "told");
    for (const [name, text] of pairs) if (text) one.append(make("dt", "", name), make("dd", "", text));
    return one;
  };

  const sameFact = (flag) => flags.filter((other) => other[FACT] === flag[FACT] && other !== flag);

  const evidenceTable = (flag, most) => {
    const { rows, tables, places } = evidence();
    const own = rows[flag[ID]] ?? [];
    if (!own.length) return make("p", "none", "这条疑点没有单独列出依据的行，见说明。");
    const head = make("tr", "");
    for (const title of ["表", "日期", "摘要", "金额（元）", "文件", "工作表", "行号"])
      head.append(make("th", title === "金额（元）" ? "money" : "", title));
    const body = make("tbody", "");
    for (const [table, day, summary, amount, place, row] of own.slice(0, most)) {
      const [file, sheet] = places[place];
      body.append(make("tr", "",
        make("td", "nobr", orDash(tables[table])), make("td", "date", orDash(day)), make("td", "", orDash(summary)),
        make("td", "money", orDash(money(amount))), make("td", "place", orDash(file)), make("td", "place", orDash(sheet)),
        make("td", "count", row === null ? "—" : String(row))));
    }
    const rest = own.length > most ? make("p", "none", `共 ${own.length} 行，其余见 审计报告.xlsx 的“疑点依据”。`) : null;
    return make("div", "", make("table", "figures", make("thead", "", head), body), rest);
  };

  const detail = (flag) => {
    const [id, , basis, innocent] = rule(flag);
    const others = sameFact(flag);
    const related = others.length ? make("p", "related", "同一事实的其他疑点（金额只计一次）：") : null;
    others.slice(0, 20).forEach((other) => {
      const link = make("a", "", `${rule(other)[0]} ${rule(other)[1]}`);
      link.href = `#flags?${new URLSearchParams({ text: other[ID], status: "" })}`;
      related.append(link, "　");
    });
    return make("div", "detail",
      make("p", "message", flag[MESSAGE]),
      list([["依据", basis], ["可能的正常情形", innocent], ["下一步核查", checks[flag[CHECK]]], ["排在这里是因为", flag[WHY]]]),
      make("h4", "", "疑点依据"), evidenceTable(flag, MOST_ROWS), related,
      make("p", "fine", `规则 ${id}　期间 ${flag[PERIOD] || "不分期间"}　疑点编号 ${flag[ID]}　状态 ${flag[STATUS]}${flag[RECTIFIED] && `（${flag[RECTIFIED]}）`}　首次出现 ${orDash(flag[FIRST])}` +
        `　最近出现 ${orDash(flag[LAST])}`));
  };

  // The filters: what is chosen stands in the address, so that a link can name a choice.
  const form = byId("filters");
  const fill = (name, words) => words.forEach(([value, text]) => form.elements[name].add(new Option(text, value)));
  const unique = (words) => [...new Set(words)];
  fill("township", unique(villages.map(([one]) => one)).sort((a, b) => a.localeCompare(b, "zh-CN"))
    .map((one) => [one || "全县", one || "全县"]));
  fill("rule", rules.map(([id, title]) => [id, `${id} ${title}`]).sort());
  const fillVillages = () => {
    const where = form.elements.township.value;
    form.elements.village.length = 1;
    fill("village", unique(villages.filter(([one]) => !where || one === where).map(([, name]) => name))
      .filter((name) => name).sort((a, b) => a.localeCompare(b, "zh-CN")).map((name) => [name, name]));
  };
  fillVillages();
  const chosen = () => Object.fromEntries(new FormData(form));
  let choice = chosen();
  const passes = (flag) =>
    (!choice.status || (choice.status === "pending" ? pending(flag) : flag[STATUS] === choice.status)) &&
    (!choice.batch || flag[NEW]) &&
    (!choice.level || flag[LEVEL] === choice.level) &&
    (!choice.township || (township(flag) || "全县") === choice.township) &&
    (!choice.village || village(flag) === choice.village) &&
    (!choice.rule || rule(flag)[0] === choice.rule) &&
    (!choice.least || Number(flag[AMOUNT] || 0) >= Number(choice.least)) &&
    (!choice.text || sought(flag).includes(choice.text.trim().toLowerCase()));
  const texts = new Map();
  const sought = (flag) => {
    let text = texts.get(flag);
    if (text === undefined) {
      text = [flag[MESSAGE], flag[SUBJECT], township(flag), village(flag), ...rule(flag).slice(0, 2), flag[ID]]
        .join(" ").toLowerCase();
      texts.set(flag, text);
    }
    return text;
  };

  const plain = DataTable.render.text().display;
  // Not searchable: DataTables would read texts as markup to search them, and the filters above search anyway.
  const column = (title, show, options) => ({ title, data: null, defaultContent: "", searchable: false, ...options,
    render: (flag, kind) => show(flag, kind) });
  // Words that return are sorted by their place in the order of the language, found once: fifty thousand comparisons
  // of texts take seconds.
  const ranks = (words) => new Map(unique(words).sort((a, b) => a.localeCompare(b, "zh-CN")).map((word, i) => [word, i]));
  const word = (title, of, options) => {
    const rank = ranks(flags.map(of));
    return column(title, (flag, kind) => kind === "display" ? plain(of(flag))
      : kind === "sort" || kind === "type" ? rank.get(of(flag)) : of(flag), { type: "num", ...options });
  };
  const text = (title, of, options) => column(title, (flag, kind) => kind === "display" ? plain(of(flag)) : of(flag),
    { type: "string", orderable: false, ...options });
  // A spreadsheet must neither calculate with a text nor read an id such as 61e9 as a number.
  const harmless = (cell) => (/^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell);
  const numberLike = /^\d+(e\d+)?$/i;
  const exported = { orthogonal: "export", columns: ":not(.noexport)", stripHtml: false, decodeEntities: false };
  const title = () => `疑点 ${document.title.split("　")[1] ?? ""}`;

  const table = new DataTable("#table", {
    data: flags,
    deferRender: true,
    autoWidth: false,
    orderClasses: false,
    pageLength: 25,
    lengthMenu: [25, 50, 100, 200],
    order: [],
    columns: [
      { title: "", data: null, orderable: false, searchable: false, className: "opener noexport", width: "1.6rem",
        render: () => '<button type="button" aria-expanded="false" aria-label="展开">＋</button>' },
      column("级别", (flag, kind) => kind === "sort" || kind === "type" ? LEVELS.indexOf(flag[LEVEL])
        : kind === "display" ? `<span class="tag" data-word="${plain(flag[LEVEL])}">${plain(flag[LEVEL])}</span>` : flag[LEVEL],
        { className: "nobr", type: "num" }),
      word("乡镇", township, { className: "nobr" }),
      word("村", village, { className: "nobr" }),
      word("规则", (flag) => rule(flag)[0], { className: "nobr" }),
      word("疑点", (flag) => rule(flag)[1], { className: "title" }),
      text("期间", (flag) => flag[PERIOD], { className: "covers", orderable: true }),
      column("涉及金额（元）", (flag, kind) => kind === "display" ? orDash(money(flag[AMOUNT]))
        : kind === "sort" || kind === "type" ? Number(flag[AMOUNT] || -1) : flag[AMOUNT], { className: "money" }),
      text("说明", (flag) => flag[MESSAGE], { className: "said" }),
      word("状态", (flag) => flag[STATUS], { className: "nobr" }),
      text("下一步核查", (flag) => checks[flag[CHECK]], { visible: false }),
      text("疑点编号", (flag) => flag[ID], { visible: false }),
    ],
    layout: {
      topStart: "info",
      topEnd: { buttons: [
        { extend: "csvHtml5", text: "导出 CSV", bom: true, filename: title, exportOptions: { ...exported,
          format: { body: (cell) => numberLike.test(cell) && String(cell).length === 16 ? `\t${cell}` : harmless(String(cell ?? "")) } } },
        { extend: "excelHtml5", text: "导出 Excel", filename: title, title: null, sheetName: "疑点",
          exportOptions: exported, customize: (book) => idsAsText(book),
          action(event, api, ...rest) {
            const many = api.rows({ search: "applied" }).count() > MOST_EXPORTED;
            byId("note").textContent = many
              ? "超过 20,000 条，在浏览器里导出 Excel 太慢：请先筛选，或者导出 CSV，或者用 审计报告.xlsx。" : "";
            if (!many) DataTable.ext.buttons.excelHtml5.action.call(this, event, api, ...rest);
          } },
        { text: "打印", action: () => window.print() },
      ] },
      bottomStart: "pageLength",
      bottomEnd: "paging",
    },
    language: {
      info: "第 _START_ 至 _END_ 条，共 _TOTAL_ 条", infoEmpty: "没有符合的疑点", infoFiltered: "（全部 _MAX_ 条）",
      emptyTable: "没有疑点。", zeroRecords: "没有符合筛选的疑点。", lengthMenu: "每页 _MENU_ 条", thousands: ",",
      paginate: { first: "首页", previous: "上一页", next: "下一页", last: "末页" },
      aria: { orderable: "：点击排序", orderableReverse: "：点击倒序", orderableRemove: "：点击取消排序",
        paginate: { first: "首页", previous: "上一页", next: "下一页", last: "末页" } },
    },
  });
  function idsAsText(book) {
    const sheet = book.xl.worksheets["sheet1.xml"];
    for (const cell of sheet.querySelectorAll("c:not([t=inlineStr])")) {
      const value = cell.querySelector("v")?.textContent ?? "";
      if (!cell.getAttribute("r").startsWith("K") || !numberLike.test(value)) continue;
      cell.setAttribute("t", "inlineStr");
      const inside = sheet.createElementNS(sheet.documentElement.namespaceURI, "is");
      const words = sheet.createElementNS(sheet.documentElement.namespaceURI, "t");
      words.textContent = value;
      inside.append(words);
      cell.replaceChildren(inside);
    }
  }

  table.search.fixed("chosen", (_, flag) => passes(flag));
  const show = () => {
    choice = chosen();
    table.draw();
  };
  const remember = () => {
    const named = Object.entries(choice).filter(([name, value]) => value && !(name === "status" && value === "pending"));
    if (!choice.status) named.push(["status", ""]);
    history.replaceState(null, "", named.length ? `#flags?${new URLSearchParams(named)}` : "#flags");
  };
  let delay = 0;
  form.addEventListener("input", (event) => {
    if (event.target.name === "township") fillVillages();
    clearTimeout(delay);
    delay = setTimeout(() => { show(); remember(); }, event.target.name === "text" ? 200 : 0);
  });
  form.addEventListener("reset", () => setTimeout(() => { fillVillages(); show(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());

  const followAddress = () => {
    const hash = location.hash;
    if (!hash.startsWith("#flags?")) {
      const target = hash.length > 1 && byId(decodeURIComponent(hash.slice(1)));
      if (target instanceof HTMLDetailsElement) target.open = true;
      return;
    }
    const wanted = new URLSearchParams(hash.slice("#flags?".length));
    for (const name of ["township", "village", "text", "level", "rule", "least", "batch", "status"]) {
      form.elements[name].value = wanted.get(name) ?? (name === "status" ? "pending" : "");
      if (name === "township") fillVillages();
    }
    show();
    byId("flags").scrollIntoView();
    const only = table.rows({ search: "applied" });
    if (only.count() !== 1 || !wanted.size) return;
    const row = table.row(only.indexes()[0]);
    unfold(row, true);
    // Tables on the way get their height only when they are first drawn: go there again once they have it.
    const there = () => row.node()?.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => requestAnimationFrame(() => { there(); setTimeout(there, 150); }));
  };
  window.addEventListener("hashchange", followAddress);

  const unfold = (row, open) => {
    if (open) row.child(detail(row.data()), "open").show();
    else row.child.hide();
    const button = row.node().querySelector("button");
    button.textContent = open ? "－" : "＋";
    button.setAttribute("aria-expanded", String(open));
  };

  table.on("click", "tbody tr", (event) => {
    if (event.target.closest("a, .detail") || String(getSelection())) return;
    const row = table.row(event.target.closest("tr"));
    if (row.data()) unfold(row, !row.child.isShown());
  });

  // On paper stand the flags of the present choice, each with where its evidence is; what is folded unfolds, and
  // of a very long table only the beginning stands, which says so.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    const now = table.rows({ search: "applied", order: "applied" }).data().toArray();
    const shown = now.slice(0, MOST_PRINTED);
    byId("paper").replaceChildren(
      make("p", "lead", now.length > shown.length
        ? `按当前筛选共 ${now.length} 条，这里是前 ${shown.length} 条；全部见 审计报告.xlsx。` : `按当前筛选共 ${now.length} 条。`),
      ...shown.map((flag) => make("article", "flag",
        make("h4", "", tag(flag[LEVEL]), ` ${township(flag)}${village(flag)}　${rule(flag)[0]} ${rule(flag)[1]}`,
          make("span", "amount", flag[AMOUNT] ? `${money(flag[AMOUNT])} 元` : "")),
        make("p", "", flag[MESSAGE]),
        list([["下一步核查", checks[flag[CHECK]]], ["疑点依据", placed(flag)]]))));
    // Hundreds of dividends would be a book: then only what the reader has opened.
    const all = document.querySelectorAll("details");
    folded = all.length > MOST_UNFOLDED ? [] : [...all].filter((one) => !one.open);
    folded.forEach((one) => { one.open = true; });
    for (const frame of document.querySelectorAll(".frame")) {
      const lines = [...frame.querySelectorAll("tbody tr:not([hidden])")];
      if (lines.length <= MOST_LINES) continue;
      lines.slice(MOST_LINES).forEach((line) => line.classList.add("beyond"));
      frame.append(make("p", "none rest",
        `共 ${lines.length} 行，这里是前 ${MOST_LINES} 行；全部见 审计报告.xlsx，或者先在表上查找再打印。`));
    }
  });
  window.addEventListener("afterprint", () => {
    byId("paper").replaceChildren();
    folded.forEach((one) => { one.open = false; });
    document.querySelectorAll(".beyond").forEach((line) => line.classList.remove("beyond"));
    document.querySelectorAll(".rest").forEach((note) => note.remove());
  });
  const placed = (flag) => {
    const { rows, places } = evidence();
    const own = rows[flag[ID]] ?? [];
    const first = own.slice(0, MOST_PLACES).map(([, , , , place, row]) => `${places[place].join("　")}　第 ${row} 行`);
    return first.join("；") + (own.length > MOST_PLACES ? `；共 ${own.length} 处` : "");
  };

  // One box over all that has a name; read only when something is looked for.
  const KIND = 0, PLACE = 1, NAME = 2, MORE = 3, TIMES = 4, SUM = 5, MOST_FOUND = 100;
  let listed = null;
  const everything = () => {
    if (listed) return listed;
    const { rows, kinds, places } = read("named-data");
    const of = new Map();
    for (const flag of flags) {
      const place = villages[flag[VILLAGE]].join("\n");
      if (!of.has(place)) of.set(place, []);
      of.get(place).push(flag);
    }
    listed = rows.map((row) => ({ row, kind: kinds[row[KIND]], place: places[row[PLACE]],
      own: of.get(places[row[PLACE]].join("\n")) ?? [],
      text: [kinds[row[KIND]], ...places[row[PLACE]], row[NAME], row[MORE]].join(" ").toLowerCase() }));
    return listed;
  };
  const toFlags = ({ row, kind, place, own }) => {
    const [where, who] = place;
    const count = kind === "村" ? own.length
      : own.filter((flag) => sought(flag).includes(row[NAME].toLowerCase())).length;
    if (!count) return "—";
    const link = make("a", "", `${count} 条`);
    const text = kind === "村" ? {} : { text: row[NAME] };
    link.href = `#flags?${new URLSearchParams({ township: where, village: who, status: "", ...text })}`;
    return link;
  };
  const look = () => {
    const words = byId("wanted").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const hits = words.length ? everything().filter(({ text }) => words.every((one) => text.includes(one))) : [];
    const shown = hits.slice(0, MOST_FOUND);
    byId("hits").textContent = !words.length ? "" : !hits.length ? `没有找到“${words.join(" ")}”。`
      : hits.length > shown.length ? `共 ${hits.length} 条，这里是前 ${shown.length} 条，再写几个字。` : `共 ${hits.length} 条。`;
    const head = make("tr", "");
    for (const [title, kind] of [["类别", ""], ["名称或编号", ""], ["内容", ""], ["乡镇", ""], ["村", ""], ["笔数", "count"],
      ["金额（元）", "money"], ["疑点", "count"]]) head.append(make("th", kind, title));
    const body = make("tbody", "", ...shown.map((one) => make("tr", "",
      make("td", "nobr", one.kind), make("td", "", orDash(one.row[NAME])), make("td", "", orDash(one.row[MORE])),
      make("td", "nobr", orDash(one.place[0])), make("td", "nobr", orDash(one.place[1])),
      make("td", "count", one.row[TIMES] ? String(one.row[TIMES]) : "—"),
      make("td", "money", orDash(money(one.row[SUM]))), make("td", "count nobr", toFlags(one)))));
    byId("found").replaceChildren(...(shown.length
      ? [make("div", "scroll", make("table", "figures t-found", make("thead", "", head), body))] : []));
  };
  let pause = 0;
  byId("wanted").addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, 200);
  });

  // A word typed above a long table leaves only the lines that hold it.
  const narrow = (field) => {
    const word = field.value.trim().toLowerCase();
    for (const line of field.closest(".frame").querySelectorAll("tbody tr"))
      line.hidden = word !== "" && !line.textContent.toLowerCase().includes(word);
  };
  document.querySelectorAll(".quick").forEach((field) => field.addEventListener("input", () => narrow(field)));

  byId("waiting").remove();
  show();
  followAddress();
}
