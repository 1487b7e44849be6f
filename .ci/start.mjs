// npm start: installs what is missing, builds, serves on loopback and prints the address. PORT asks for another port.
import { build, install } from './steps.mjs';

await install();
await build();
const { serve } = await import('./serve.mjs');
const wanted = Number(process.env.PORT ?? 4173);
if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) {
  console.error(`PORT is "${process.env.PORT}": a number from 0 to 65535 is needed.`);
  process.exit(2);
}
let running;
try {
  running = await serve({ port: wanted });
} catch (error) {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
  running = await serve({ port: 0 });
  console.log(`Port ${wanted} is taken.`);
}
console.log(`Migrascope is at http://localhost:${running.port}/  (Ctrl C ends it)`);
