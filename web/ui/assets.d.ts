// What the bundler makes of files that are not TypeScript.

declare module "*.css";
declare module "*.css?inline" {
  const text: string;
  export default text;
}
declare module "*?raw" {
  const text: string;
  export default text;
}
declare module "*.svg?no-inline" {
  const url: string;
  export default url;
}
declare module "*.html?url&no-inline" {
  const url: string;
  export default url;
}
