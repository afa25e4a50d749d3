import "../shared/tokens.css";
import "../shared/controls.css";
import "./base.css";
import { mount } from "svelte";
import { look } from "../shared/look.svelte";
import App from "./App.svelte";
import { route } from "./route.svelte";
import { session } from "./state/session.svelte";

look.begin();
route.begin();
mount(App, { target: document.body });
void session.begin();
