/** Where customers and visitors are, and how many of them. */
export const countries = [
  ['United States', 0.34],
  ['United Kingdom', 0.14],
  ['Germany', 0.11],
  ['France', 0.08],
  ['South Korea', 0.08],
  ['Japan', 0.07],
  ['Canada', 0.06],
  ['Australia', 0.05],
  ['Brazil', 0.04],
  ['India', 0.03],
] as const;
