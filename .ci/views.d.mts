import type { Page } from '@playwright/test';
export const VIEWS: Readonly<Record<string, readonly (readonly [(argument?: string) => unknown, string?])[]>>;
export function goToView(page: Page, name: string): Promise<void>;
