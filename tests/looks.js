// What is wrong with how a page looks and is used, asked in the page itself. An expression: a set of questions.
(() => {
    const OURS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const WRAPS = "label.check";
    const top = () => document.querySelector("dialog[open]") ?? document.body;
    const seen = (element) =>
        element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
    const all = () => [...top().querySelectorAll(OURS)].filter((one) => seen(one) && !one.disabled);
    const named = (element) =>
        `<${element.localName}> ${(element.getAttribute("aria-label") ?? element.innerText ?? "").trim().slice(0, 30) || element.id}`;
    /** What a finger aims at: a label that wraps its box, else the thing itself. */
    const aim = (element) => element.closest(WRAPS) ?? element;
    const isWord = (link) =>
        getComputedStyle(link).display === "inline" &&
        [...link.parentElement.childNodes].some((node) => node !== link && node.textContent.trim() !== "");

    return {
        /** Everything that sticks out to the side. */
        tooWide(width) {
            const found = [];
            if (document.documentElement.scrollWidth > width)
                found.push(`is ${document.documentElement.scrollWidth} px wide at ${width}`);
            for (const element of top().querySelectorAll("*")) {
                if (!seen(element) || element.closest(".scroll, .scrolls, .sr-only, .hidden, .skip, svg > *")) continue;
                const { left, right } = element.getBoundingClientRect();
                if (right > width + 1 || left < -1) found.push(`${named(element)} reaches from ${left} to ${right}`);
            }
            return found.slice(0, 3);
        },

        /** Words that do not fit into what they are on. */
        cut() {
            return [...top().querySelectorAll("button, a, .btn, p, li, h1, h2, h3, label")]
                .filter((one) => seen(one) && !one.closest(".sr-only, .skip, header"))
                .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
                // A badge may sit over the edge of what it counts.
                .filter((one) => one.scrollWidth > one.clientWidth + (one.querySelector(".count") ? 8 : 1))
                .map((one) => `${named(one)} holds ${one.scrollWidth} px in ${one.clientWidth}`);
        },

        /** What cannot be seen when it has the focus, or cannot be pressed where it is. */
        hidden() {
            const found = [];
            const before = document.activeElement;
            for (const element of all()) {
                if (element.matches(".skip")) continue;
                element.focus();
                const { left, top: above, width, height } = aim(element).getBoundingClientRect();
                const at = document.elementFromPoint(left + width / 2, above + height / 2);
                const isIt = at !== null && (aim(element).contains(at) || at.contains(aim(element)));
                if (!isIt || at === document.body || at.matches("main, dialog"))
                    found.push(`${named(element)} lies behind ${at === null ? "the edge" : named(at)}`);
                if (document.activeElement !== element) found.push(`${named(element)} takes no focus`);
            }
            before?.focus?.();
            return found;
        },

        /** Targets too small for a finger: all 44 px; the main ones of large text 60 px high. */
        small(isLarge) {
            const found = [];
            for (const element of new Set(all().map(aim))) {
                if (element.matches(".skip") || (element.localName === "a" && isWord(element))) continue;
                const { width, height } = element.getBoundingClientRect();
                if (width < 43.9 || height < 43.9)
                    found.push(`${named(element)} is ${Math.round(width)} by ${Math.round(height)} px`);
                else if (isLarge && element.matches(".btn, nav a, .tiles button, .keys button") && height < 59.9)
                    found.push(`${named(element)} is ${Math.round(height)} px high in large text`);
            }
            return found;
        },

        /** Words that people see or hear, but for those that say what language they are in. */
        words() {
            const lang = document.documentElement.lang;
            const ours = (element) =>
                element.closest("[lang]").lang === lang && !element.closest("pre, code, script, style, .hash");
            const found = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                if (ours(element) && element.checkVisibility()) found.push(walker.currentNode.data.trim());
            }
            for (const name of ["aria-label", "alt", "title", "placeholder"])
                for (const element of document.querySelectorAll(`[${name}]`))
                    if (ours(element)) found.push(element.getAttribute(name));
            return [...found, document.title].filter((text) => text !== "");
        },

        /** Icons that nobody drew, or whose drawing was not loaded. */
        blank() {
            return [...top().querySelectorAll("svg[viewBox='0 0 24 24']")]
                .filter((icon) => icon.childElementCount === 0)
                .map((icon) => `${named(icon.parentElement)} has an empty icon`);
        },

        /** What a page says of itself. */
        about() {
            const heads = [...document.querySelectorAll("h1")];
            return {
                lang: document.documentElement.lang,
                title: document.title,
                heads: heads.map((head) => head.innerText.trim()),
                unnamed: [...document.querySelectorAll("dialog")].filter(
                    (one) => !document.getElementById(one.getAttribute("aria-labelledby"))?.innerText.trim(),
                ).length,
            };
        },

        /** What axe finds against WCAG 2.2 AA and good practice. */
        async axe() {
            // What fades in has its own colours only when it has come.
            for (const animation of document.getAnimations())
                if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
            const { violations } = await window.axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                rules: { "target-size": { enabled: true } },
                resultTypes: ["violations"],
                // Nothing that is asked needs style sheets or films beside the page.
                preload: false,
            });
            return violations.map(
                ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).slice(0, 3).join("; ")}`,
            );
        },
    };
})()
