import { worded } from "../../../shared/words";

export const charts = worded(
    {
        asTable: "看成表格",
        asChart: "看成图",
        png: "PNG",
        svg: "SVG",
        save: (form: string) => `下载图片 ${form}`,
        failed: "图没有画出来, 数字在表里。",
        from: "从",
        to: "到",
    },
    {
        asTable: "As a table",
        asChart: "As a chart",
        png: "PNG",
        svg: "SVG",
        save: (form: string) => `Download picture ${form}`,
        failed: "The chart could not be drawn; the table has the figures.",
        from: "From",
        to: "To",
    },
);
