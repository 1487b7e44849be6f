// Registers every captured machine: for the command line and tests, where size does not matter.
import { registerPlatform } from './platform-data.ts';
import neighbours from './platform-neighbours.json' with { type: 'json' };
import pc100 from './platform-pc-10.0.json' with { type: 'json' };
import pc72 from './platform-pc-7.2.json' with { type: 'json' };
import q3572 from './platform-q35-7.2.json' with { type: 'json' };

for (const data of [pc100, pc72, q3572, neighbours]) registerPlatform(data);
