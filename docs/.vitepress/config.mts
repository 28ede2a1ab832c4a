import { defineConfig } from "vitepress";
export default defineConfig({ title: "Azure to AWS federation", themeConfig: { search: { provider: "local" } } , ignoreDeadLinks: true});
