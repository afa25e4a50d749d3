import { worded } from "../../shared/words";

export const invited = worded(
    {
        title: "邀请您加入就近",
        roles: { volunteer: "志愿者", driver: "司机" } as Record<string, string>,
        as: (role: string) => `邀请您做${role}`,
        lasts: (days: number) => `加入后 ${days} 天内有效`,
        looking: "正在看这份邀请…",
        spent: "这份邀请已用过、已过期或已撤回。请向给您邀请的人再要一份。",
        offline: "没有网络, 还没加入。连上后再试一次, 这份邀请还在。",
        nameNeeded: "写上您的名字",
        name: "怎么称呼您",
        nameHint: "记录里会写是谁做的",
        again: "再试一次",
        desk: "这是电脑工作台的邀请。请在电脑上打开这个链接。",
        openDesk: "在这里打开工作台",
    },
    {
        title: "You are invited to Jiujin",
        roles: { volunteer: "volunteer", driver: "driver" } as Record<string, string>,
        as: (role: string) => `You are invited to be a ${role}`,
        lasts: (days: number) => `It lasts ${days} days from when you join`,
        looking: "Looking at the invitation…",
        spent: "This invitation was used, has expired or was taken back. Ask whoever sent it for another.",
        offline: "No network: you have not joined yet. Try again when you have one; the invitation waits.",
        nameNeeded: "Enter your name",
        name: "What shall we call you?",
        nameHint: "Records say who did what",
        again: "Try again",
        desk: "This invitation is for the desk. Open the link on a computer.",
        openDesk: "Open the desk here",
    },
);
