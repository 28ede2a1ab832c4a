/** A range of characters of a text: offsets in UTF-16 units, the end not included. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Where a value of a JSON or YAML text is written. */
export interface TextNode extends TextRange {
  /** An object's members in the order of the text. */
  readonly members?: readonly TextMember[];
  /** A list's items. */
  readonly items?: readonly TextNode[];
}

/** Where a member of an object is written: the range is that of its name. */
export interface TextMember extends TextRange {
  readonly name: string;
  readonly node: TextNode;
}
