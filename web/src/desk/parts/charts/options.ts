import type { BarSeriesOption, EChartsOption, LineSeriesOption } from "echarts";
import { INK, LINE, MUTED, SERIES } from "./colours";
import { flowHeight, flowOption } from "./flows";
import { gridHeight, gridOption } from "./grids";
import type { Compared, Drawn, Series, Setting } from "./kinds";

// In single quotes: the picture that is downloaded has them within an attribute.
const FONT =
    "system-ui, 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";
/** The edge of a picture that is downloaded. */
const MARGIN = 20;
/** Rows and columns that may carry their numbers; more would lie over each other. */
const LABELLED_MAX = 14;
/** Beside a name in the legend: its colour, and the room to the next one. */
const LEGEND_BESIDE = 50;

/** Returns how high a picture must be for everything in it to be read. */
export function heightOf(drawn: Drawn, setting: Setting): number {
    const above = headRoom(setting);
    if (drawn.kind === "heat") return above + gridHeight(drawn, setting);
    if (drawn.kind === "flow") return above + flowHeight(drawn, setting);
    if (drawn.kind !== "bars") return above + setting.size * 24;
    const bar = drawn.series.length * setting.size * 1.25 + setting.size;
    return above + legendRoom(drawn, setting) + drawn.names.length * bar + setting.size * 1.5 + 8;
}

/** Returns the options that have ECharts draw figures. Nothing moves: figures are compared, not performed. */
export function optionOf(drawn: Drawn, setting: Setting): EChartsOption {
    const several = drawn.kind === "flow" || drawn.kind === "heat" ? 1 : drawn.series.length;
    return {
        animation: false,
        color: [...SERIES],
        textStyle: { fontFamily: FONT, fontSize: setting.size, color: INK },
        aria: {
            enabled: true,
            label: { enabled: false },
            decal: { show: setting.patterns && several > 1 },
        },
        ...headOf(setting),
        ...partsOf(drawn, setting),
    };
}

/** Returns the room that a picture's title takes. */
export function headRoom({ head, size }: Setting): number {
    return head === undefined ? 0 : Math.round(size * 4 + 2 * MARGIN);
}

function headOf({ head, size }: Setting): EChartsOption {
    if (head === undefined) return {};
    return {
        backgroundColor: "#ffffff",
        title: {
            text: head.title,
            subtext: head.about,
            left: MARGIN,
            top: MARGIN,
            itemGap: size * 0.5,
            textStyle: { fontFamily: FONT, fontSize: size * 1.5, color: INK },
            subtextStyle: { fontFamily: FONT, fontSize: size, color: MUTED },
        },
    };
}

function partsOf(drawn: Drawn, setting: Setting): EChartsOption {
    const above = headRoom(setting);
    if (drawn.kind === "heat") return gridOption(drawn, setting, above);
    if (drawn.kind === "flow") return flowOption(drawn, setting, above);
    return compared(drawn, setting, above);
}

function compared(drawn: Compared, setting: Setting, above: number): EChartsOption {
    const legend = legendRoom(drawn, setting);
    const left = setting.head === undefined ? 8 : MARGIN;
    const lying = drawn.kind === "bars";
    const text = { color: INK, fontSize: setting.size * 0.9 };
    const names = {
        type: "category" as const,
        data: drawn.names,
        inverse: lying,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: MUTED } },
        axisLabel: lying
            ? { ...text, width: Math.min(220, setting.width * 0.3), overflow: "truncate" as const }
            : { ...text, hideOverlap: true },
    };
    const values = {
        type: "value" as const,
        splitNumber: 4,
        axisLabel: { ...text, show: !lying, color: MUTED, formatter: drawn.show },
        splitLine: { show: !lying, lineStyle: { color: LINE } },
    };
    const right = lying ? setting.size * 6 : drawn.kind === "lines" ? Math.min(160, setting.width * 0.2) : 8;
    return {
        grid: {
            outerBoundsMode: "same",
            left,
            right,
            top: above + legend + setting.size * (lying ? 0.5 : 2),
            bottom: left,
        },
        ...(legend > 0 ? { legend: { top: above, left, itemGap: 20, textStyle: text } } : {}),
        xAxis: lying ? values : names,
        yAxis: lying ? names : values,
        tooltip: {
            trigger: "axis",
            confine: true,
            enterable: true,
            valueFormatter: (value) => (typeof value === "number" ? drawn.exact(value) : "—"),
        },
        series: drawn.series.map((series) => seriesOf(drawn, series, text, endRoom(setting) - 12)),
    };
}

function seriesOf(
    drawn: Compared,
    { name, values }: Series,
    text: { color: string; fontSize: number },
    width: number,
): BarSeriesOption | LineSeriesOption {
    const said = ({ value }: { value?: unknown }): string =>
        typeof value === "number" ? drawn.show(value) : "";
    if (drawn.kind === "lines")
        return {
            type: "line",
            name,
            data: values,
            lineStyle: { width: 2.5 },
            symbolSize: 7,
            // A line is named at its end: nobody looks back and forth to a legend.
            endLabel: { ...text, show: true, formatter: "{a}", width, overflow: "truncate" },
            labelLayout: { moveOverlap: "shiftY" },
        };
    const labelled = drawn.kind === "bars" || drawn.names.length * drawn.series.length <= LABELLED_MAX;
    return {
        type: "bar",
        name,
        data: values,
        barMaxWidth: 36,
        label: {
            ...text,
            show: labelled,
            position: drawn.kind === "bars" ? "right" : "top",
            formatter: said,
        },
    };
}

/** Returns the room that the names of lines take at their ends. */
function endRoom({ width }: Setting): number {
    return Math.min(210, width * 0.24);
}

/** Returns the room that the names of series take: they stand beside each other, in as many lines as they need. */
function legendRoom(drawn: Compared, { size, width }: Setting): number {
    if (drawn.kind === "lines" || drawn.series.length < 2) return 0;
    const taken = drawn.series.map(({ name }) => LEGEND_BESIDE + widthOf(name) * size);
    let lines = 1;
    let at = 0;
    for (const wide of taken) {
        if (at > 0 && at + wide > width - 16) {
            lines += 1;
            at = 0;
        }
        at += wide;
    }
    return Math.round(lines * size * 1.8 + size * 0.8);
}

/** Returns how wide a text is, roughly, for each point of its size; Chinese is twice as wide. */
function widthOf(text: string): number {
    return [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 0.95 : 0.55), 0);
}
