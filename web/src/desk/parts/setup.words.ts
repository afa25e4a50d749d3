import { worded } from "../../shared/words";
import type { StepName } from "./setup";

type Words = Record<StepName, string>;

export const setup = worded(
    {
        title: "开始使用前",
        done: (n: number, all: number) => `已完成 ${n} / ${all}`,
        allDone: "都做好了",
        isDone: "已完成: ",
        isOpen: "还没做: ",
        steps: {
            admin: "有了管理员",
            demo: "没有演示数据",
            places: "载入接收点和站点",
            https: "公开网址用加密连接",
            phone: "写上帮助电话",
            staffed: "每个站点都有站长",
            invited: "邀请过同事",
            labels: "打印袋子标签和海报",
            backup: "做过备份",
            intake: "收到第一笔捐赠",
        } as Words,
        how: {
            admin: "打开服务第一次启动时显示的一次性链接",
            demo: "演示数据不能变成真的: 正式使用时换一个空的数据文件夹",
            places: "用表格载入, 先预览再生效",
            https: "手机的摄像头和离线功能都要加密的网址: 在服务器上设好再重启",
            phone: "志愿者遇到问题时打这个号码, 海报上也会印",
            staffed: "邀请每个站的站长",
            invited: "打印二维码, 或把链接发给对方",
            labels: "标签贴在袋子上, 海报贴在接收点门口",
            backup: "现在做一份, 再拷到别的机器",
            intake: "志愿者扫海报加入后, 记第一笔",
        } as Words,
        details: {
            places: (n: number) => `${n} 个接收点`,
            staffed: (n: number, all: number) => `${n} / ${all} 个站点`,
        },
    },
    {
        title: "Before you begin",
        done: (n: number, all: number) => `${n} of ${all} done`,
        allDone: "All done",
        isDone: "Done: ",
        isOpen: "To do: ",
        steps: {
            admin: "There is an administrator",
            demo: "There are no demonstration data",
            places: "Load points and stations",
            https: "The public address is encrypted",
            phone: "Name a number to call for help",
            staffed: "Every station has a manager",
            invited: "Colleagues were invited",
            labels: "Print labels for bags, and posters",
            backup: "A backup was made",
            intake: "The first donation was logged",
        } as Words,
        how: {
            admin: "Open the one-time link that the first start of the service prints",
            demo: "Invented data never become real: begin with an empty data folder",
            places: "Load a table; look at the preview first",
            https: "Set a public address that begins with https:// — cameras and offline pages need it",
            phone: "Volunteers call it when they are stuck; posters carry it too",
            staffed: "Invite a manager for each station",
            invited: "Print a QR code, or send the link",
            labels: "Labels go on bags, posters on the doors of points",
            backup: "Make one now, and take it to another machine",
            intake: "A volunteer scans a poster and logs something",
        } as Words,
        details: {
            places: (n: number) => `${n} points`,
            staffed: (n: number, all: number) => `${n} of ${all} stations`,
        },
    },
);
