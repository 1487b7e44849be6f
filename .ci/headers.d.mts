export function appHeaders(): Record<string, string>;
export function isolationHeaders(): Record<string, string>;
