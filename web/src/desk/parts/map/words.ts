import { worded } from "../../../shared/words";

export const mapping = worded(
    {
        zoomIn: "放大",
        zoomOut: "缩小",
        whole: "看全部",
        keys: "地图: 方向键移动, 加减号缩放, 回车选中间的一个",
        lost: "地图没有读到。旁边的列表里什么都有。",
        tilesLost: "底图没有读到, 各图层照常。",
        key: "图例",
    },
    {
        zoomIn: "Zoom in",
        zoomOut: "Zoom out",
        whole: "Show all",
        keys: "Map: arrow keys move it, plus and minus zoom, Enter takes what is in the middle",
        lost: "The map could not be read. The list beside it has everything.",
        tilesLost: "The base map could not be read; the layers stand.",
        key: "Key",
    },
);
