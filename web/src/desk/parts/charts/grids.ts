import type { EChartsOption } from "echarts";
import { INK, onTop, RAMP, ramp } from "./colours";
import type { Grid, Setting } from "./kinds";

/** Returns how high a heat map must be. */
export function gridHeight(drawn: Grid, { size }: Setting): number {
    return (drawn.down.names.length + 1) * size * 2.6 + size;
}

/** Returns the options of a heat map: darker is more, and every cell says its number. */
export function gridOption(drawn: Grid, setting: Setting, above: number): EChartsOption {
    const known = drawn.values.flat().filter((value) => value !== null);
    const [least, most] = [Math.min(0, ...known), Math.max(1, ...known)];
    const data = drawn.values.flatMap((row, y) =>
        row.flatMap((value, x) => {
            if (value === null) return [];
            const color = onTop(ramp((value - least) / (most - least)));
            return [{ value: [x, y, value], label: { color } }];
        }),
    );
    const text = { color: INK, fontSize: setting.size * 0.9 };
    const beside = setting.head === undefined ? 8 : 20;
    const hidden = { show: false };
    const axis = { type: "category" as const, axisTick: hidden, axisLine: hidden, splitArea: hidden };
    return {
        grid: { outerBoundsMode: "same", left: beside, right: beside, top: above + 8, bottom: beside },
        xAxis: {
            ...axis,
            data: drawn.across.names,
            position: "top",
            axisLabel: { ...text, hideOverlap: true },
        },
        yAxis: {
            ...axis,
            data: drawn.down.names,
            inverse: true,
            axisLabel: { ...text, width: Math.min(200, setting.width * 0.28), overflow: "truncate" },
        },
        visualMap: {
            type: "continuous",
            show: false,
            min: least,
            max: most,
            dimension: 2,
            inRange: { color: [...RAMP] },
        },
        tooltip: {
            confine: true,
            formatter: (about) => {
                const [x, y, value] = (about as unknown as { value: [number, number, number] }).value;
                return escaped(
                    `${drawn.down.names[y] ?? ""} · ${drawn.across.names[x] ?? ""}: ${drawn.exact(value)}`,
                );
            },
        },
        series: {
            type: "heatmap",
            data,
            itemStyle: { borderColor: "#ffffff", borderWidth: 2 },
            label: {
                show: true,
                fontSize: setting.size * 0.9,
                formatter: ({ value }) => drawn.show((value as [number, number, number])[2]),
            },
            labelLayout: { hideOverlap: true },
        },
    };
}

/** Returns a text that a tooltip's HTML cannot take for anything else. */
export function escaped(text: string): string {
    return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
