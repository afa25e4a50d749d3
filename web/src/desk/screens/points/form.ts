import type { Shape } from "../../../shared/api";

type Place = Shape<"PlaceOut">;

/** A point as its form has it: all of it text, as it is typed. */
export interface PointForm {
    name: string;
    name_en: string;
    address: string;
    address_en: string;
    operator: string;
    phone: string;
    opening_hours: string;
    capacity_kg: string;
    lat: string;
    lon: string;
    position_source: Place["position_source"];
    status: Place["status"];
    accepts: string[];
}

/** Returns a point as the form has it. */
export function formOf(place: Place): PointForm {
    const { name, name_en, address, address_en, operator, phone, opening_hours } = place;
    return {
        name,
        name_en,
        address,
        address_en,
        operator,
        phone,
        opening_hours,
        capacity_kg: String(place.capacity_grams / 1000),
        lat: String(place.position.lat),
        lon: String(place.position.lon),
        position_source: place.position_source,
        status: place.status,
        accepts: [...place.accepts],
    };
}

const DECIMAL = /^-?\d{1,9}(?:\.\d{1,12})?$/;

/** Reads what was typed as a decimal, full-width digits too; null when it is none. */
export function readDecimal(typed: string): number | null {
    const plain = typed
        .replace(/[\uff0d-\uff19]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
        .trim();
    return DECIMAL.test(plain) ? Number(plain) : null;
}

/** Returns what the API is told of a form; null while a number in it is none. */
export function editOf(form: PointForm, before: PointForm): Shape<"PlaceEditIn"> | null {
    const [lat, lon, capacity_kg] = [form.lat, form.lon, form.capacity_kg].map(readDecimal);
    if (lat == null || lon == null || capacity_kg == null) return null;
    const { name, name_en, address, address_en, ...rest } = form;
    // The service takes no empty line; one that never was is left out, one that was taken away it refuses.
    const lines = Object.entries({ name, name_en, address, address_en }).filter(
        ([field, text]) => text !== "" || before[field as "name"] !== "",
    );
    return { ...Object.fromEntries(lines), ...rest, lat, lon, capacity_kg };
}
