import type { Group } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";

/** As many boxes as a screen shows in a size that can be read. */
const FITS_A_SCREEN = 40;

/**
 * The groups to open at first: outermost ones before inner ones, as long as what they show fits a screen; and those
 * whose opening adds nothing but meaning, since they hold a single group.
 */
export function firstFolding(hierarchy: Hierarchy): readonly string[] {
  const open: string[] = [];
  let inSight = hierarchy.root.children.length;
  let level = groupsIn(hierarchy.root);
  while (level.length > 0) {
    const next: Group[] = [];
    // Small groups first: they show most for the room they take.
    for (const group of [...level].sort((a, b) => a.children.length - b.children.length)) {
      const more = group.children.length;
      if (more > 1 && (inSight + more > FITS_A_SCREEN || group.repeat > 1)) continue;
      inSight += more;
      open.push(group.id);
      next.push(...groupsIn(group));
    }
    level = next;
  }
  return open;
}

function groupsIn(group: Group): readonly Group[] {
  return group.children.filter((child) => child.kind === "group");
}
