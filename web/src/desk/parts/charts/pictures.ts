import type { Drawn } from "./kinds";
import { heightOf, optionOf } from "./options";

const WIDTH = 1200;
const SIZE = 18;

/** Returns a chart as an SVG picture of its own, with its title and what it is of. */
export async function svgOf(drawn: Drawn, title: string, about: string): Promise<string> {
    const { init } = await import("./engine");
    const setting = { width: WIDTH, size: SIZE, patterns: true, head: { title, about } };
    const chart = init(null, null, {
        renderer: "svg",
        ssr: true,
        width: WIDTH,
        height: heightOf(drawn, setting),
    });
    try {
        chart.setOption({ ...optionOf(drawn, setting), tooltip: { show: false } });
        return chart.renderToSVGString();
    } finally {
        chart.dispose();
    }
}

/** Returns a picture as PNG, twice as fine as it is large. */
export async function pngOf(svg: string): Promise<Blob> {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.naturalWidth;
    canvas.height = 2 * image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) =>
        canvas.toBlob((blob) => (blob === null ? failed(new Error("the picture is too large")) : done(blob))),
    );
}
