import type { Group } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";

/** As many boxes as a screen shows in a size that can be read. */
const FITS_A_SCREEN = 30;
/** Fewer boxes than these say too little: some groups are then opened though not all can be. */
const SAYS_ENOUGH = 8;

/**
 * The groups to open at first: level after level, a whole level only if all of it fits a screen, so that equal things
 * look equal. A group that holds a single box is opened in any case; a repeated one stays folded.
 */
export function firstFolding(hierarchy: Hierarchy): readonly string[] {
  const open: string[] = [];
  let inSight = hierarchy.root.children.length;
  let level = groupsIn(hierarchy.root);
  while (level.length > 0) {
    const chosen = level.filter((group) => group.children.length === 1);
    const others = level.filter((group) => group.children.length > 1 && group.repeat === 1);
    const more = others.reduce((sum, group) => sum + group.children.length, 0);
    if (inSight + more <= FITS_A_SCREEN) chosen.push(...others);
    else if (inSight < SAYS_ENOUGH) chosen.push(...thatFit(others, FITS_A_SCREEN - inSight));
    for (const group of chosen) {
      open.push(group.id);
      inSight += group.children.length;
    }
    level = chosen.flatMap(groupsIn);
  }
  return open;
}

/** The first groups, in the file's order, whose children fit into the room together. */
function thatFit(groups: readonly Group[], room: number): readonly Group[] {
  let left = room;
  return groups.filter((group) => {
    if (group.children.length > left) return false;
    left -= group.children.length;
    return true;
  });
}

function groupsIn(group: Group): readonly Group[] {
  return group.children.filter((child) => child.kind === "group");
}
