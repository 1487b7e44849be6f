// The lanes over an opened file, and their height in CSS pixels.
export const FILE_LANES = ['groups', 'sections', 'pages and fields', 'not zero'] as const;
export const FILE_LANE_HEIGHT = 30;
