import type { EChartsOption } from "echarts";
import { FLOW, INK, MUTED } from "./colours";
import { escaped } from "./grids";
import type { Flow, Setting } from "./kinds";

/** Returns how high a picture of flows must be: its fullest layer needs a line for each name. */
export function flowHeight(drawn: Flow, { size }: Setting): number {
    const depth = depths(drawn);
    const layers = new Map<number, number>();
    for (const at of depth.values()) layers.set(at, (layers.get(at) ?? 0) + 1);
    return Math.max(size * 22, Math.max(...layers.values(), 1) * size * 2.8);
}

/** Returns the options of a picture of flows: what gives on the left, what gets at the right edge. */
export function flowOption(drawn: Flow, setting: Setting, above: number): EChartsOption {
    const name = new Map(drawn.nodes.map((node) => [node.id, node.name]));
    const widest = Math.min(170, setting.width * 0.24);
    return {
        tooltip: {
            confine: true,
            formatter: (about) => {
                const { dataType, data, value } = about as unknown as Shown;
                const said =
                    dataType === "edge"
                        ? `${name.get(data.source ?? "") ?? ""} → ${name.get(data.target ?? "") ?? ""}`
                        : (name.get(data.name ?? "") ?? "");
                return escaped(`${said}: ${drawn.exact(value)}`);
            },
        },
        series: {
            type: "sankey",
            left: 8,
            right: widest + 16,
            top: above + 8,
            bottom: 8,
            nodeAlign: "justify",
            nodeGap: setting.size * 1.4,
            nodeWidth: 14,
            draggable: false,
            emphasis: { focus: "adjacency" },
            label: {
                color: INK,
                fontSize: setting.size,
                width: widest,
                overflow: "truncate",
                formatter: ({ name: id }: { name: string }) => name.get(id) ?? id,
            },
            lineStyle: { color: "source", opacity: 0.3 },
            data: drawn.nodes.map(({ id, kind }) => ({
                name: id,
                itemStyle: { color: FLOW[kind] ?? MUTED, borderWidth: 0 },
            })),
            links: drawn.links,
        },
    };
}

interface Shown {
    dataType: string;
    data: { name?: string; source?: string; target?: string };
    value: number;
}

/** Returns how many steps lie before each end, at most. */
function depths({ nodes, links }: Flow): Map<string, number> {
    const found = new Map(nodes.map(({ id }) => [id, 0]));
    for (let round = 0; round < nodes.length; round += 1) {
        let moved = false;
        for (const { source, target } of links) {
            const least = (found.get(source) ?? 0) + 1;
            if (least > (found.get(target) ?? 0) && least < nodes.length) {
                found.set(target, least);
                moved = true;
            }
        }
        if (!moved) break;
    }
    return found;
}
