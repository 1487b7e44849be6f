// Whether this page is a frame of another one, as its address says, and what it shows then. The address of a page that is
// loaded does not turn it into a frame: this is read once.
import { parseFragment } from '../../store/share/fragment.ts';

export const EMBED = parseFragment(location.hash).embed;
