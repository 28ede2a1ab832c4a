/** VitePress's theme with the system's fonts, so that a page loads nothing but itself. */
import { onContentUpdated, type Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { addRowFilters } from "./row-filter.mts";
import "./site.css";

export default {
  extends: DefaultTheme,
  setup: () => {
    onContentUpdated(addRowFilters);
  },
} satisfies Theme;
