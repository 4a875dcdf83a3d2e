import "react";

declare module "react" {
  // Lets components hand numbers and colours to the style sheet without a cast.
  interface CSSProperties {
    [variable: `--${string}`]: string | number | undefined;
  }
}
