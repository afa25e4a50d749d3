import goods from "virtual:icons/goods";
import type { Shape } from "../shared/api";
import { addDrawings } from "../shared/drawings";

addDrawings(goods);

type Category = Shape<"CategoryOut">;

/** What a category is drawn as: the longest beginning of its code that has a drawing. */
const DRAWINGS: Record<string, string> = {
    accessories: "handbag",
    bedding: "bed-double",
    books: "book-open",
    clothing: "shirt",
    "clothing.spring-autumn.infant": "baby",
    "clothing.summer.infant": "baby",
    "clothing.winter.infant": "baby",
    food: "soup",
    "food.biscuits": "cookie",
    "food.flour": "wheat",
    "food.milk-powder": "milk",
    "food.oil": "droplets",
    "food.rice": "wheat",
    "food.water": "droplets",
    household: "lamp-desk",
    "household.kitchen": "cooking-pot",
    hygiene: "soap-dispenser-droplet",
    "hygiene.diapers": "baby",
    medical: "bandage",
    relief: "tent",
    "relief.blanket": "bed-double",
    "relief.torch": "flashlight",
    school: "pencil-ruler",
    "school.bag": "backpack",
    shoes: "footprints",
    toys: "toy-brick",
};

/** Returns the name of the drawing for a category. */
export function drawingOf(code: string): string {
    for (let part = code; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
        const drawing = DRAWINGS[part];
        if (drawing !== undefined) return drawing;
    }
    return "package";
}

/** A kind of goods with what belongs to it, as the list of everything shows them. */
export interface Group {
    head: Category;
    members: Category[];
}

/** Returns categories by their kind, in the order of the list; each kind stands first among its own. */
export function grouped(categories: Iterable<Category>): Group[] {
    const groups = new Map<string, Group>();
    for (const category of categories) {
        const [kind = ""] = category.code.split(".");
        if (category.parent === null) groups.set(kind, { head: category, members: [category] });
        else groups.get(kind)?.members.push(category);
    }
    return [...groups.values()];
}

/** Returns the categories whose name, in either language, holds what was typed. */
export function named(categories: Iterable<Category>, typed: string): Category[] {
    const wanted = typed.trim().toLowerCase();
    return [...categories].filter(
        ({ name, name_en }) => name.includes(wanted) || name_en.toLowerCase().includes(wanted),
    );
}
