// npm run check: the fast part of npm test (types, lint, format, unit).
process.argv.push('--fast');
await import('./test.mjs');
