/** The parts of ECharts that our charts are made of: one file, loaded by whoever looks at a chart. */
import { BarChart, HeatmapChart, LineChart, SankeyChart } from "echarts/charts";
import {
    AriaComponent,
    GridComponent,
    LegendComponent,
    TitleComponent,
    TooltipComponent,
    VisualMapContinuousComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([
    ...[BarChart, LineChart, HeatmapChart, SankeyChart],
    ...[AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent],
    ...[VisualMapContinuousComponent, LabelLayout, SVGRenderer],
]);

export { init };
