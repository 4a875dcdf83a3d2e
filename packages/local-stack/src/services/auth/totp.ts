import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";

/** RFC 6238 as every authenticator app knows it. */
const OPTIONS = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
/** Steps of the clock that a code may be early or late. */
const TOLERANCE = 1;

export interface NewTotp {
  /** Base32, for typing. */
  secret: string;
  /** `otpauth://…`, what the QR code says. */
  uri: string;
  /** SVG. auth-js makes a data URI of it, in which `#` would end the picture. */
  qrCode: string;
}

export function createTotp(issuer: string, label: string): NewTotp {
  const secret = new Secret({ size: SECRET_BYTES });
  const uri = new TOTP({ ...OPTIONS, issuer, label, secret }).toString();
  return { secret: secret.base32, uri, qrCode: drawQrCode(uri) };
}

/** The step of the clock for which a code is right, or undefined when it is wrong. */
export function findStep(secret: string, code: string): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const totp = new TOTP({ ...OPTIONS, secret: Secret.fromBase32(secret) });
  const timestamp = Date.now();
  const delta = totp.validate({ token: code, timestamp, window: TOLERANCE });
  return delta === null ? undefined : totp.counter({ timestamp }) + delta;
}

const QUIET_ZONE = 4;

function drawQrCode(text: string): string {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const squares = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="240" height="240"`,
    ` shape-rendering="crispEdges"><path fill="white" d="M0 0h${size}v${size}H0z"/>`,
    `<path fill="black" d="${squares.join("")}"/></svg>`,
  ].join("");
}
