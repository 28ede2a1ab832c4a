/**
 * The search of the site: how pages become an index, and how a query is ranked. The build and the browser share this file.
 * A user pastes an error text; its entry in the error catalog must be the first hit.
 */
import type { default as MiniSearch, SearchResult } from "minisearch";
import { isForUsers } from "./readers.mts";

/** One section of a page: a heading with the text up to the next one, or a row of a table that has an anchor. */
export interface Section {
  readonly anchor: string;
  /** The headings above the section and its own, which is the last. */
  readonly titles: readonly string[];
  readonly text: string;
}

/** A section that a query finds. */
export interface Hit {
  /** The address: path of the page and fragment. */
  readonly id: string;
  readonly title: string;
  /** The headings above the section, that of the page first. */
  readonly titles: readonly string[];
  readonly text: string;
  readonly score: number;
  /** The words of the section that the query matched. */
  readonly terms: readonly string[];
  /** The page's address below the site's root, without `.html`. */
  readonly page: string;
  readonly isForUsers: boolean;
}

/** Longer words, such as whole ARNs, are indexed by their parts only. */
const LONGEST_WORD = 48;

/** A query of more words is a pasted text: its words are exact, so their beginnings and near misses are only noise. */
const PASTED = 8;

/** So many hits on users' pages are shown. */
const SHOWN = 20;

/** So many hits on the other pages follow them. */
const SHOWN_OTHERS = 5;

/** Words that say nothing about what a user looks for. */
const COMMON = new Set(
  (
    "a an and are as at be behind by can do does for from how i in into is it many me much my of on or our the to use using was what when " +
    "where which who why with without work works you"
  ).split(" "),
);

/** What users type, and words that the pages have for it. */
const MEANT: Readonly<Record<string, string>> = {
  compromised: "suspend",
  exception: "accept",
  function: "functions",
  getting: "first",
  go: "languages",
  hacked: "suspend",
  install: "set",
  kubernetes: "aks",
  lambda: "functions",
  leaked: "suspend",
  limit: "quota",
  price: "cost",
  pricing: "cost",
  python: "languages",
  quota: "limit",
  revoke: "suspend",
  started: "run",
  v1: "version",
  v2: "version",
};

/** These pages explain what to do. A section on one of them counts twice: the other pages have the same words more often. */
const GUIDE = /^(?:tutorials|how-to(?!\/troubleshoot$)|explanation)\/./;

/** A package's README says shortly what the guides explain, and its title has the words that users ask with. */
const PACKAGE_PAGE = /^providers\//;

/** A page that leads to others has the words of all of them. */
const INDEX_PAGE = /^(?:overview)?$|\/$/;

/** The words of a text. A code such as `claim-not-pinned` is one word, and so are its parts. */
export function tokenize(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}]+(?:[-_.:/][\p{L}\p{N}]+)*/gu) ?? [];
  return words.flatMap((word) => {
    const parts = word.split(/[-_.:/]/);
    return parts.length === 1 ? parts : [...(word.length > LONGEST_WORD ? [] : [word]), ...parts];
  });
}

/** What the build and the browser must agree on. The texts are stored to rank phrases and to show excerpts. */
export const INDEX = {
  fields: ["title", "titles", "text"],
  storeFields: ["title", "titles", "text"],
  tokenize,
};

/** A row of a table whose first cell begins with an anchor, such as an argument. */
const ROW = /<tr>\s*<td[^>]*>\s*<a id="([^"]+)"><\/a>(.*?)<\/td>(.*?)<\/tr>/gs;

/** A row that begins with a link to the error catalog. The catalog is where a search for its text should lead. */
const ERROR_ROW = /<tr>\s*<td[^>]*>\s*<a href="[^"#]*\berrors\/[\w-]+(?:\.html)?#(?:(?!<\/tr>).)*<\/tr>/gs;

/**
 * Splits a page at its headings, and makes each row with an anchor a section below its heading. Labels of code blocks are not
 * part of the text.
 */
export function sectionsOf(html: string): Section[] {
  const [, ...parts] = html.split(/<h([1-6])[^>]*>(.*?)<\/h\1>/s);
  const above: string[] = [];
  const sections: Section[] = [];
  for (let at = 0; at < parts.length; at += 3) {
    const [level = "1", heading = "", content = ""] = parts.slice(at, at + 3);
    const anchor = /<a[^>]* href="#([^"]*)"/.exec(heading)?.[1] ?? "";
    above.length = Number(level) - 1;
    above.push(textOf(heading.replace(/<a[^>]* class="header-anchor".*$/s, "")));
    const titles = above.filter((title) => title !== "");
    sections.push({ anchor, titles, text: textOf(content.replace(ROW, "").replace(ERROR_ROW, "")) });
    for (const [, id = "", name = "", cells = ""] of content.matchAll(ROW)) {
      // With its object in front, so that a query for both finds the row and not the object.
      const title = [...titles.slice(-1), textOf(name)].join(".");
      sections.push({ anchor: id, titles: [...titles, title], text: textOf(cells) });
    }
  }
  return sections;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  "#123": "{",
};

function textOf(html: string): string {
  return html
    .replace(/<span class="lang">.*?<\/span>/g, " ")
    .replace(/<\/?(?:span|a|code|em|strong|b|i)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&([a-z]+|#\d+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/[\s\u200b]+/g, " ")
    .trim();
}

/**
 * The sections that a query finds: those of users' pages first, each group with the best first.
 *
 * @param index - The index of the site, with the options {@link INDEX}.
 * @param query - Words, a code, or a pasted error text.
 * @param base - Where the site lies on its host, with slashes at both ends.
 */
export function search(index: MiniSearch, query: string, base: string): Hit[] {
  const wanted = query.slice(0, 2000).toLowerCase();
  const words = tokenize(wanted);
  const isPasted = words.length > PASTED;
  const printed = new Set([...wanted.matchAll(/\[([a-z\d]+(?:-[a-z\d]+)*)\]/g)].map(([, code]) => code));
  // The type in an ARN, such as `oidc-provider/…`, is not a code.
  const types = new Set([...wanted.matchAll(/:([a-z\d-]+)\//g)].map(([, type]) => type));
  const spelled = `-${(wanted.match(/[\p{L}\p{N}]+/gu) ?? []).join("-")}-`;
  // A word of the query that begins other codes, such as `audience`, names none of them.
  const isNamed = (code: string): boolean =>
    code.includes("-") &&
    !types.has(code) &&
    (spelled.includes(`-${code}-`) || words.some((word) => word.includes("-") && code.startsWith(word)));
  const topics = isPasted ? words.map((word) => [word]) : topicsOf(words);
  const typed = new Set(topics.map(([word]) => word));
  const found = index.search(topics.flat().join(" "), {
    tokenize: (text) => text.split(" "),
    boost: { title: 6, titles: isPasted ? 1 : 2, text: 2 },
    boostTerm: (term) => (typed.has(term) ? 1 : 0.7),
    prefix: !isPasted,
    fuzzy: isPasted ? false : (term) => (term.length > 5 ? 0.15 : false),
    // A whole code that is the heading of a section decides; a code in brackets is how a message ends.
    boostDocument: (_id, term, stored) =>
      stored?.title !== term ? 1 : printed.has(term) ? 1000 : isNamed(term) ? 50 : 1,
  });
  const asked = sequenceOf(wanted);
  const fits = isPasted ? undefined : fitOf(topics, found, index.documentCount);
  const hits = found
    .slice(0, isPasted ? 60 : 300)
    .map((result) => {
      const { id, title, titles, text, score, match } = result;
      const page = id.slice(base.length).replace(/(?:\.html)?(?:#.*)?$/, "");
      return {
        id,
        title,
        titles,
        text,
        page,
        isForUsers: isForUsers(page),
        score:
          score * likeness(asked, sequenceOfSection(id, `${title} ${text}`)) * (fits?.(result, page) ?? 1),
        terms: Object.keys(match),
      };
    })
    .sort((a, b) => b.score - a.score);
  // A long text has common words that are on every page.
  const least = isPasted ? (hits[0]?.score ?? 0) / 50 : 0;
  const near = (isPasted ? hits : spread(hits)).filter(({ score }) => score >= least);
  return [
    ...near.filter((hit) => hit.isForUsers).slice(0, SHOWN),
    ...near.filter((hit) => !hit.isForUsers).slice(0, SHOWN_OTHERS),
  ];
}

/** For each word that says something: the word, and others that mean the same. */
function topicsOf(words: readonly string[]): string[][] {
  const telling = words.filter((word) => !COMMON.has(word));
  return (telling.length === 0 ? words : telling).map((word) => [
    word,
    ...(MEANT[word] === undefined ? [] : [MEANT[word]]),
    ...(word.length > 3 && word.endsWith("s") ? [word.slice(0, -1)] : []),
  ]);
}

/** By how many of the topics a section fits, and the title of its page. A topic that few sections have counts more. */
function fitOf(
  topics: readonly (readonly string[])[],
  found: readonly SearchResult[],
  sections: number,
): (result: SearchResult, page: string) => number {
  const having = topics.map((topic) => {
    const spelled = found.filter(({ terms }) =>
      terms.some((term) => topic.some((word) => term.startsWith(word))),
    );
    // A near miss counts only for a word that no page has: `rclone` is not `clone`.
    const all =
      spelled.length > 0
        ? spelled
        : found.filter(({ queryTerms }) => topic.some((word) => queryTerms.includes(word)));
    return new Set(all.map(({ id }) => id as string));
  });
  const weights = having.map(({ size }) => Math.log(1 + sections / (1 + size)));
  const share = (has: (at: number) => boolean): number =>
    sum(weights.filter((_, at) => has(at))) / sum(weights);
  return ({ id, title, titles }, page) => {
    const heading = new Set(tokenize((titles[0] ?? title).toLowerCase()));
    const fits = share((at) => having[at]?.has(id) ?? false);
    const isTitled = share((at) => topics[at]?.some((word) => heading.has(word)) ?? false);
    const kind = GUIDE.test(page) ? 2 : INDEX_PAGE.test(page) ? 0.3 : PACKAGE_PAGE.test(page) ? 0.4 : 1;
    // A page begins with what it is about.
    const place = titles.length === 0 ? 1.5 : 1;
    return fits ** 3 * (1 + 2 * isTitled) * kind * place;
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Makes room for other pages: each further section of a page counts less. */
function spread(hits: readonly Hit[]): Hit[] {
  const earlier = new Map<string, number>();
  return hits
    .map((hit) => {
      const count = earlier.get(hit.page) ?? 0;
      earlier.set(hit.page, count + 1);
      return { ...hit, score: hit.score * 0.6 ** count };
    })
    .sort((a, b) => b.score - a.score);
}

/** A text by the order of its words, which tells a sentence from a page that has the same words elsewhere. */
interface Sequence {
  /** All words, with a space before and after each. */
  readonly words: string;
  /** Each two words that follow one another. */
  readonly pairs: ReadonlySet<string>;
}

/** Sections that a query found before. */
const known = new Map<string, Sequence>();

function sequenceOfSection(id: string, text: string): Sequence {
  const found = known.get(id) ?? sequenceOf(text.toLowerCase());
  known.set(id, found);
  return found;
}

function sequenceOf(text: string): Sequence {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    words: ` ${words.join(" ")} `,
    pairs: new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`)),
  };
}

/** 1 to 5 by the share of the pairs that a section has; more if it has the whole query. */
function likeness(asked: Sequence, section: Sequence): number {
  if (asked.pairs.size === 0) {
    return 1;
  }
  const shared = [...asked.pairs].filter((pair) => section.pairs.has(pair)).length;
  return (1 + (4 * shared) / asked.pairs.size) * (section.words.includes(asked.words) ? 3 : 1);
}

/** A piece of a section's text around the first word that the query matched, cut where matches begin and end. */
export function excerptOf({ text, terms }: Hit): { text: string; isMatch: boolean }[] {
  const words = [...terms].sort((a, b) => b.length - a.length).map((term) => term.replace(/[./]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const first = words.length === 0 ? 0 : Math.max(0, text.search(pattern));
  const start = first < 60 ? 0 : text.indexOf(" ", first - 60) + 1;
  const end = text.length - start < 240 ? text.length : text.lastIndexOf(" ", start + 240);
  const piece = `${start === 0 ? "" : "… "}${text.slice(start, end)}${end === text.length ? "" : " …"}`;
  return words.length === 0
    ? [{ text: piece, isMatch: false }]
    : piece.split(pattern).map((part, at) => ({ text: part, isMatch: at % 2 === 1 }));
}
