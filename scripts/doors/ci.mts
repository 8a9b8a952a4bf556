/** Are we in CI? There the gate is enforced and nobody watches a live line. */

export const isCi = (): boolean => process.env.CI === 'true' || process.env.CI === '1'
