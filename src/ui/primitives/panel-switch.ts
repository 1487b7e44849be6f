// What stands in a panel's header instead of its title where several panels share one place.
import { createContext, type ReactNode } from 'react';

export const PanelSwitch = createContext<ReactNode>(null);
