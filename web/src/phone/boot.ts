/*
 * Asks for what the first screen waits for while the pages themselves are still on their way. On a slow line
 * that saves a whole round trip, so this file must stay small: it reads the store without the library.
 */
import { begin } from "../shared/sending";
import { find } from "./keep/found";

const poster = /^\/j\/([0-9A-Z]{6})$/i.exec(location.pathname)?.[1]?.toUpperCase();
if (poster !== undefined) begin(`/join/${poster}`, Promise.resolve({}));
begin(
    "/kit",
    find().then((found) => {
        // Newcomers wait for no kit.
        const token = found?.person?.token ?? null;
        return token === null ? null : { token, etag: found?.told?.etag ?? null };
    }),
);
