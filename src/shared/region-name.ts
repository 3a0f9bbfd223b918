/** Whether a text has the form of the names that AWS gives to its regions: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text);
}
