import "../shared/tokens.css";
import "../shared/controls.css";
import "./base.css";
import "./tables.css";
import { mount } from "svelte";
import all from "virtual:icons/all";
import { addDrawings } from "../shared/drawings";
import { look } from "../shared/look.svelte";
import App from "./App.svelte";
import { route } from "./route.svelte";
import { session } from "./state/session.svelte";

addDrawings(all);
look.begin();
route.begin();
mount(App, { target: document.body });
void session.begin();
