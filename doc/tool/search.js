// Search without a server: what search_index.js lists, as one types.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//
"use strict";

const input = document.getElementById("search");
const results = document.getElementById("results");
let chosen = -1;

// How well an entry fits, or -1: the words begin its name, or are somewhere.
function rank(entry, words) {
    const name = entry[0].toLowerCase();
    const all = name + " " + entry[1].toLowerCase();
    if (!words.every(w => all.includes(w)))
        return -1;
    const typed = words.join(" ");
    if (name === typed)
        return 4;
    if (name.startsWith(typed))
        return 3;
    if (name.endsWith("::" + typed))
        return 2;
    return words.every(w => name.includes(w)) ? 1 : 0;
}

function choose(i) {
    const links = results.querySelectorAll("a");
    links.forEach((a, k) => a.classList.toggle("chosen", k === i));
    if (links[i])
        links[i].scrollIntoView({block: "nearest"});
    chosen = links[i] ? i : -1;
}

function search() {
    const words = input.value.toLowerCase().split(/\s+/).filter(w => w);
    const found = words.length === 0 ? [] : searchIndex
        .map(entry => [rank(entry, words), entry])
        .filter(([r]) => r >= 0)
        .sort(([a, x], [b, y]) => b - a || x[0].length - y[0].length)
        .slice(0, 12);
    results.replaceChildren(...found.map(([, [name, where, url]]) => {
        const a = document.createElement("a");
        a.href = document.body.dataset.root + url;
        a.append(name);
        const small = a.appendChild(document.createElement("small"));
        small.append(where);
        const li = document.createElement("li");
        li.append(a);
        return li;
    }));
    if (words.length > 0 && found.length === 0)
        results.textContent = "Nothing found";
    results.hidden = words.length === 0;
    choose(found.length > 0 ? 0 : -1);
}

input.addEventListener("input", search);
input.addEventListener("keydown", e => {
    const links = results.querySelectorAll("a");
    if (e.key === "Enter" && links[chosen])
        links[chosen].click();
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        const step = e.key === "ArrowDown" ? 1 : links.length - 1;
        choose((chosen + step) % links.length);
        e.preventDefault();
    }
    else if (e.key === "Escape") {
        input.value = "";
        search();
        input.blur();
    }
});
document.addEventListener("keydown", e => {
    if (e.key === "/" && !e.ctrlKey && !e.altKey && !e.metaKey &&
        document.activeElement !== input) {
        input.focus();
        e.preventDefault();
    }
});
document.addEventListener("click", e => {
    if (!e.target.closest(".search"))
        results.hidden = true;
});
