/** Sizes in pixels that the layout and the page's script share. */

/** The height of a node, and the least space between two nodes of a column. */
export interface NodeSize {
  readonly height: number;
  readonly space: number;
}

/** Nodes with two lines. */
export const ROOMY: NodeSize = { height: 38, space: 8 };

/** Nodes with one line, for large graphs. */
export const COMPACT: NodeSize = { height: 24, space: 5 };

/** With more nodes in a column, nodes are compact. */
export const MOST_ROOMY = 16;
