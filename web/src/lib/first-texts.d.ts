declare module "virtual:first-texts" {
  const texts: Record<string, object>;
  export default texts;
}
